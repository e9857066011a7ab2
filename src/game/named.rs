//! Closed lists whose members have names.

/// An enum without data, a name for each of its variants: `ALL` lists them in this order, `name` gives the name.
macro_rules! named {
    ($(#[$doc:meta])* pub enum $list:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $list {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $list {
            /// All of them, in order.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// Its name, as files and streams have it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

pub(crate) use named;
