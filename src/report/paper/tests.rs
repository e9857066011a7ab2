use super::MARK;
