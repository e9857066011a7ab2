//! Shards to one sweep: the same blocks as if one machine had computed them all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::results::blocks::identities;
use crate::results::error::{Missing, Refusal};
use crate::results::{Blocks, Identity, ResultsError, Shard};

/// All blocks of a sweep.
#[derive(Clone, Debug)]
pub struct Merged {
    /// What they belong to, as the unsplit sweep would say it.
    pub identity: Identity,
    /// The blocks, each once, none missing.
    pub blocks: Blocks,
}

/// A folder with what its segments belong to.
type Found<'a> = (&'a PathBuf, Vec<Identity>);

/// Joins the shards in these folders.
///
/// # Errors
/// When a shard is missing or not whole, when a folder holds none or belongs to something else (all of these at once), when
/// two blocks of one number are not equal, and when the system refuses.
pub fn merge(folders: &[PathBuf]) -> Result<Merged, ResultsError> {
    let mut refusal = Refusal::default();
    let mut found = Vec::new();
    for folder in folders {
        let identities = identities(folder)?;
        if identities.is_empty() {
            let folder = folder.display();
            let fault = format!("`{folder}`: no results of a shard are in this folder");
            refusal.faults.push(fault);
        } else {
            found.push((folder, identities));
        }
    }
    let Some(reference) = most_common(&found) else {
        return Err(ResultsError::NotMerged(Box::new(refusal)));
    };
    refusal.command.clone_from(&reference.command);
    let mut blocks = Blocks::default();
    let mut begun = BTreeMap::new();
    for (folder, identities) in found {
        // The share is the one fact in which folders of one sweep differ.
        let differs = |was: &Identity| {
            let comparable = was.with_shard(first_of(was.shard));
            Some(reference.differences(&comparable)).filter(|differences| !differences.is_empty())
        };
        if let Some(differences) = identities.iter().find_map(differs) {
            let (folder, words) = (folder.display(), differences.join("; "));
            let fault = format!("`{folder}`: these results belong to another sweep: {words}");
            refusal.faults.push(fault);
            continue;
        }
        for identity in identities {
            begun.entry(identity.shard).or_insert(folder);
        }
        blocks.add_folder(folder)?;
    }
    refusal.missing = missing(&blocks, &reference, &begun, &folders[0]);
    if refusal.is_empty() {
        let identity = reference.with_shard(Shard::WHOLE);
        return Ok(Merged { identity, blocks });
    }
    Err(ResultsError::NotMerged(Box::new(refusal)))
}

/// What most folders belong to, as its first shard would say it; the earliest of those named equally often.
fn most_common(found: &[Found<'_>]) -> Option<Identity> {
    let mut counted: Vec<(Identity, usize)> = Vec::new();
    for (_, identities) in found {
        let identity = identities[0].with_shard(first_of(identities[0].shard));
        let same = |known: &(Identity, usize)| known.0.differences(&identity).is_empty();
        match counted.iter().position(same) {
            Some(known) => counted[known].1 += 1,
            None => counted.push((identity, 1)),
        }
    }
    let best = counted
        .into_iter()
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map(|best| best.0)
}

/// The first shard of the same split.
fn first_of(shard: Shard) -> Shard {
    Shard::new(1, shard.count()).expect("every split has a first shard")
}

/// The shards of a split that are not whole.
fn missing(
    blocks: &Blocks,
    reference: &Identity,
    begun: &BTreeMap<Shard, &PathBuf>,
    named: &Path,
) -> Vec<Missing> {
    let count = reference.shard.count();
    // How many blocks are there of each shard; one pass, since a sweep may have many of both.
    let mut there: BTreeMap<u64, u64> = BTreeMap::new();
    for block in blocks.numbers() {
        *there.entry(block % count).or_default() += 1;
    }
    let beside = named.parent().unwrap_or(Path::new(""));
    let mut missing = Vec::new();
    for shard in Shard::all(count) {
        let remainder = shard.index() - 1;
        let blocks_all = reference.blocks.saturating_sub(remainder).div_ceil(count);
        let blocks_there = there.get(&remainder).copied().unwrap_or(0);
        let folder = begun.get(&shard);
        if folder.is_none() || blocks_there < blocks_all {
            missing.push(Missing {
                shard,
                folder: folder.map_or_else(
                    || beside.join(shard.folder_name()),
                    |folder| (*folder).clone(),
                ),
                blocks: blocks_all - blocks_there,
                blocks_all,
            });
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

    use super::merge;
    use crate::results::{Identity, Refusal, ResultsError, Segment, Shard};

    fn identity(shard: Shard, seed: u64, blocks: u64) -> Identity {
        Identity {
            facts: vec![("seed".to_owned(), seed.to_string())],
            blocks,
            shard,
            command: "zopa sweep a.toml".to_owned(),
        }
    }

    fn payload(block: u64) -> Vec<u8> {
        block.to_string().into_bytes()
    }

    /// Computes the share of a shard and returns its folder.
    fn shard(place: &Path, index: u64, count: u64, blocks: u64) -> PathBuf {
        let shard = Shard::new(index, count).expect("it exists");
        let folder = place.join(shard.folder_name());
        let segment = Segment::create(&folder, &identity(shard, 1, blocks));
        let mut segment = segment.expect("it can begin");
        for block in (0..blocks).filter(|&block| shard.has(block)) {
            segment
                .append(block, &payload(block))
                .expect("there is room");
        }
        folder
    }

    fn refusal(folders: &[PathBuf]) -> Refusal {
        match merge(folders) {
            Err(ResultsError::NotMerged(refusal)) => *refusal,
            other => panic!("refused otherwise: {other:?}"),
        }
    }

    proptest! {
        // Each case waits for the disk several times.
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn shards_of_any_split_give_all_blocks_in_order(count in 1u64..9, blocks in 0u64..30) {
            let place = tempfile::tempdir().unwrap();
            let mut folders: Vec<PathBuf> =
                (1..=count).map(|index| shard(place.path(), index, count, blocks)).collect();
            folders.reverse();
            let merged = merge(&folders).unwrap();
            prop_assert!(merged.blocks.numbers().eq(0..blocks));
            for block in 0..blocks {
                prop_assert_eq!(merged.blocks.read(block).unwrap(), Some(payload(block)));
            }
            prop_assert_eq!(merged.identity, identity(Shard::WHOLE, 1, blocks));
        }
    }

    #[test]
    fn all_that_is_missing_is_named_at_once() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let one = shard(place.path(), 1, 3, 7);
        let segment = Segment::create(
            &place.path().join("third"),
            &identity(Shard::new(3, 3).expect("it exists"), 1, 7),
        );
        segment
            .expect("it can begin")
            .append(5, b"5")
            .expect("there is room");
        let nothing = place.path().join("nothing");
        let folders = [one, place.path().join("third"), nothing.clone()];
        let refusal = refusal(&folders);
        let fault = format!(
            "`{}`: no results of a shard are in this folder",
            nothing.display()
        );
        assert_eq!(refusal.faults, [fault]);
        assert_eq!(refusal.command, "zopa sweep a.toml");
        let missing: Vec<_> = refusal
            .missing
            .iter()
            .map(|missing| {
                (
                    missing.shard.to_string(),
                    missing.folder.clone(),
                    missing.blocks,
                    missing.blocks_all,
                )
            })
            .collect();
        assert_eq!(
            missing,
            [
                ("2/3".to_owned(), place.path().join("shard-2-of-3"), 2, 2),
                ("3/3".to_owned(), place.path().join("third"), 1, 2),
            ]
        );
        assert_eq!(refusal.to_string().lines().count(), 3);
        assert_eq!(refusal.missing_in_short(), "2-3");
    }

    #[test]
    fn an_empty_share_must_say_that_it_is_empty() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let folders = [shard(place.path(), 1, 2, 1)];
        let refusal = refusal(&folders);
        assert_eq!(refusal.missing.len(), 1);
        let folders = [folders[0].clone(), shard(place.path(), 2, 2, 1)];
        let merged = merge(&folders).expect("now it is whole");
        assert_eq!(merged.blocks.numbers().count(), 1);
    }

    #[test]
    fn a_folder_of_another_sweep_is_named_wherever_it_stands() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let stranger = place.path().join("stranger");
        let other = Shard::new(1, 2).expect("it exists");
        Segment::create(&stranger, &identity(other, 2, 4)).expect("it can begin");
        let split = shard(&place.path().join("other"), 1, 4, 4);
        let whole: Vec<PathBuf> = (1..=2)
            .map(|index| shard(place.path(), index, 2, 4))
            .collect();
        let folders = [&[stranger.clone(), split.clone()], whole.as_slice()].concat();
        let refusal = refusal(&folders);
        let told = [
            (stranger, "seed was `1`, is `2`"),
            (split, "shards was `2`, is `4`"),
        ];
        assert_eq!(refusal.faults.len(), told.len());
        for (fault, (folder, difference)) in refusal.faults.iter().zip(told) {
            let start = format!("`{}`: ", folder.display());
            assert!(
                fault.starts_with(&start) && fault.contains(difference),
                "{fault}"
            );
        }
        assert!(refusal.missing.is_empty());
    }

    #[test]
    fn equal_doubles_count_once_and_unequal_ones_are_named() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let whole: Vec<PathBuf> = (1..=2)
            .map(|index| shard(place.path(), index, 2, 6))
            .collect();
        let again = shard(&place.path().join("again"), 2, 2, 6);
        let folders = [whole.as_slice(), std::slice::from_ref(&again)].concat();
        let merged = merge(&folders).expect("equal doubles");
        assert_eq!(merged.blocks.numbers().count(), 6);

        let liar = place.path().join("liar");
        let identity = identity(Shard::new(2, 2).expect("it exists"), 1, 6);
        let mut segment = Segment::create(&liar, &identity).expect("it can begin");
        segment.append(3, b"4").expect("there is room");
        let folders = [whole.as_slice(), std::slice::from_ref(&liar)].concat();
        match merge(&folders) {
            Err(ResultsError::Unequal {
                block: 3, other, ..
            }) => assert!(other.starts_with(&liar)),
            other => panic!("refused otherwise: {other:?}"),
        }
    }

    #[test]
    fn nothing_at_all_is_refused() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let refusal = refusal(&[place.path().to_owned()]);
        assert_eq!(refusal.faults.len(), 1);
        fs::create_dir(place.path().join("blocks")).expect("it can be made");
        assert!(merge(&[place.path().to_owned()]).is_err());
    }
}
