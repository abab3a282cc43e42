package dev.orthant.optimizers.collective;

/// Who is in a group, as far as this member knows.
///
/// ```java
/// Membership before = new Membership(4, RankSet.first(3), 0);
/// Membership after = new Membership(5, new RankSet(List.of(0, 2)), 0);
/// before.ranks().without(after.ranks());  // → [1]
/// ```
///
/// @param epoch grows with every change
/// @param ranks of all members
/// @param mine  the rank of this member
/// @since 0.1.0
public record Membership(long epoch, RankSet ranks, int mine) {}
