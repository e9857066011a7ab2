//! Sets of parties and of packages, as bits by their numbers.

use crate::model::PartyId;

/// A set of parties: bit p is set for party p.
pub type PartySet = u64;
/// A set of packages, likewise.
pub type PackageSet = u64;

/// Whether a party belongs to a set.
pub fn has(set: PartySet, party: PartyId) -> bool {
    set >> party.0 & 1 == 1
}

/// The set of these parties.
pub fn mask(parties: &[PartyId]) -> PartySet {
    set_of(parties.iter().map(|party| party.index()))
}

/// A set of parties or packages, given by their numbers.
pub fn set_of(members: impl Iterator<Item = usize>) -> u64 {
    members.fold(0, |set, member| set | 1 << member)
}

/// The members of a set of parties or packages, lowest first.
pub fn members(set: u64) -> impl Iterator<Item = usize> {
    let mut left = set;
    std::iter::from_fn(move || {
        let member = (left != 0).then(|| left.trailing_zeros() as usize)?;
        left &= left - 1;
        Some(member)
    })
}

#[cfg(test)]
mod tests {
    use crate::game::sets::{has, mask, members, set_of};
    use crate::model::PartyId;

    #[test]
    fn sets_are_their_members() {
        for listed in [vec![], vec![1, 3], vec![0, 31, 32, 63]] {
            let set = set_of(listed.iter().copied());
            assert_eq!(members(set).collect::<Vec<_>>(), listed);
            let parties: Vec<PartyId> = listed.iter().map(|&party| PartyId::at(party)).collect();
            assert_eq!(mask(&parties), set);
            for party in 0..64 {
                assert_eq!(has(set, PartyId::at(party)), listed.contains(&party));
            }
        }
        assert_eq!(set_of(0..64), u64::MAX);
    }
}
