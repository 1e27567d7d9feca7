//! Puts the newest page of a list before what was loaded further down. Knows nothing of what the list is of.

/// The list with its newest page as it is now: what it has above or instead of the old, and below it what was loaded
/// before. `None` when the two do not meet, since there is more that is new than a page holds.
pub(crate) fn renew<T, K: PartialEq>(
    known: Vec<T>,
    newest: Vec<T>,
    key: impl Fn(&T) -> K,
) -> Option<Vec<T>> {
    let Some(last) = newest.last().map(&key) else {
        return Some(newest);
    };
    let meet = known.iter().position(|item| key(item) == last)?;
    let older = known.into_iter().skip(meet + 1);
    Some(newest.into_iter().chain(older).collect())
}

#[cfg(test)]
mod tests {
    use super::renew;

    fn renewed(known: &[u32], newest: &[u32]) -> Option<Vec<u32>> {
        renew(known.to_vec(), newest.to_vec(), |item| *item)
    }

    #[test]
    fn what_is_new_comes_before_what_was_loaded() {
        assert_eq!(
            renewed(&[5, 4, 3, 2, 1], &[7, 6, 5, 4]),
            Some(vec![7, 6, 5, 4, 3, 2, 1])
        );
    }

    #[test]
    fn what_is_gone_from_the_newest_page_is_gone_from_the_list() {
        assert_eq!(
            renewed(&[9, 5, 4, 3, 2], &[6, 5, 4]),
            Some(vec![6, 5, 4, 3, 2])
        );
    }

    #[test]
    fn more_than_a_page_of_news_does_not_meet_the_old() {
        assert_eq!(renewed(&[3, 2, 1], &[9, 8, 7]), None);
        assert_eq!(renewed(&[], &[2, 1]), None);
        assert_eq!(renewed(&[], &[]), Some(vec![]));
    }
}
