//! Things by their name in files and their name for readers.

use serde::{Deserialize, Serialize};

/// An id with its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Titled {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
}

/// Ids with their titles.
pub(super) fn titled<'a>(
    things: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> Vec<Titled> {
    let things = things.into_iter();
    things
        .map(|(id, title)| Titled {
            id: id.clone(),
            title: title.clone(),
        })
        .collect()
}
