package dev.orthant.optimizers.collective;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/// Some members of a group, by rank.
///
/// @param ranks ascending, each once, at least 0
public record RankSet(List<Integer> ranks) {
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

    /// In any order, each once or more.
    public static RankSet of(Collection<Integer> ranks) {
        return new RankSet(ranks.stream().sorted().distinct().toList());
    }

    /// Ranks 0 to size − 1.
    public static RankSet first(int size) {
        return new RankSet(IntStream.range(0, size).boxed().toList());
    }

    public int size() {
        return ranks.size();
    }

    public boolean contains(int rank) {
        return ranks.contains(rank);
    }

    /// Those that are not in the other set.
    public RankSet without(RankSet other) {
        return new RankSet(ranks.stream().filter(rank -> !other.contains(rank)).toList());
    }

    /// With one more, if it is not there.
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
