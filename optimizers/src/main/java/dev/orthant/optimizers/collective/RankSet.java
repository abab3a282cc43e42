package dev.orthant.optimizers.collective;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/// Some members of a group, by rank.
///
/// ```java
/// RankSet all = RankSet.first(4);                 // → [0, 1, 2, 3]
/// RankSet voted = RankSet.of(List.of(3, 0, 3));   // → [0, 3]
/// all.without(voted);                             // → [1, 2]
/// voted.with(1).contains(1);                      // → true
/// ```
///
/// @param ranks ascending, each once, at least 0
/// @since 0.1.0
public record RankSet(List<Integer> ranks) {
    /// Keeps a copy of the list.
    ///
    /// @throws IllegalArgumentException if the ranks do not ascend from at least 0
    public RankSet {
        ranks = List.copyOf(ranks);
        int before = -1;
        for (int rank : ranks) {
            if (rank <= before) {
                throw new IllegalArgumentException(
                        "ranks: " + ranks + " came; they must ascend from at least 0, each once");
            }
            before = rank;
        }
    }

    /// {@return the set of these ranks}
    ///
    /// @param ranks in any order, each once or more, at least 0
    public static RankSet of(Collection<Integer> ranks) {
        return new RankSet(ranks.stream().sorted().distinct().toList());
    }

    /// {@return ranks 0 to size − 1}
    ///
    /// @param size at least 0
    public static RankSet first(int size) {
        return new RankSet(IntStream.range(0, size).boxed().toList());
    }

    /// {@return how many members these are}
    public int size() {
        return ranks.size();
    }

    /// {@return whether this member is one of them}
    ///
    /// @param rank of the member
    public boolean contains(int rank) {
        return ranks.contains(rank);
    }

    /// {@return those that are not in the other set}
    ///
    /// @param other who is left out
    public RankSet without(RankSet other) {
        return new RankSet(ranks.stream().filter(rank -> !other.contains(rank)).toList());
    }

    /// {@return these and one more, if it is not there}
    ///
    /// @param rank of the one more, at least 0
    public RankSet with(int rank) {
        return of(IntStream.concat(ranks.stream().mapToInt(Integer::intValue), IntStream.of(rank))
                .boxed()
                .toList());
    }

    @Override
    public String toString() {
        return ranks.toString();
    }
}
