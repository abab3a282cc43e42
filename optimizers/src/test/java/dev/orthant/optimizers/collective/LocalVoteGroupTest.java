package dev.orthant.optimizers.collective;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.optimizers.collective.VoteGroupContract.Law;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LocalVoteGroupTest {
    static List<Law> laws() {
        return VoteGroupContract.all();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void keepsTheContract(Law law) throws Exception {
        law.check().on((size, policy) -> new LocalCluster(new ArrayList<>(LocalVoteGroup.create(size, policy))));
    }

    @Test
    void aQuorumBeyondTheGroupIsRefused() {
        RoundPolicy policy = new RoundPolicy(4, Duration.ofSeconds(1));
        assertThrows(IllegalArgumentException.class, () -> LocalVoteGroup.create(3, policy));
        assertThrows(IllegalArgumentException.class, () -> new RoundPolicy(0, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new RoundPolicy(1, Duration.ZERO));
    }

    private record LocalCluster(List<LocalVoteGroup> members) implements VoteGroupContract.Cluster {
        @Override
        public VoteGroup member(int rank) {
            return members.get(rank);
        }

        @Override
        public VoteGroup restart(int rank) {
            members.set(rank, members.get(rank).restarted());
            return members.get(rank);
        }

        @Override
        public void close() {
            members.forEach(LocalVoteGroup::close);
        }
    }
}
