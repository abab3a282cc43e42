package dev.orthant.optimizers.collective;

/// Who is in a group, as far as this member knows.
///
/// @param epoch grows with every change
/// @param ranks of all members
/// @param mine  the rank of this member
/// @since 0.1.0
public record Membership(long epoch, RankSet ranks, int mine) {}
