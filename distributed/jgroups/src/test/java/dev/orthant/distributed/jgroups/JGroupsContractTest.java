package dev.orthant.distributed.jgroups;

import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.VoteGroup;
import dev.orthant.optimizers.collective.VoteGroupContract;
import dev.orthant.optimizers.collective.VoteGroupContract.Law;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JGroupsContractTest {
    static List<Law> laws() {
        return VoteGroupContract.all();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void keepsTheContract(Law law) throws Exception {
        law.check().on((size, policy) -> new Cluster(TestGroups.group(size, majority(size, policy)), new TreeMap<>()));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void keepsTheContractInSlices(Law law) throws Exception {
        law.check().on((size, policy) -> new Cluster(TestGroups.sliced(size, majority(size, policy)), new TreeMap<>()));
    }

    /// The contract's quorums are majorities already, except that of one.
    private static RoundPolicy majority(int size, RoundPolicy policy) {
        return new RoundPolicy(
                Math.max(policy.quorum(), size / 2 + 1), policy.deadline(), policy.ties(), policy.seed());
    }

    /// Members on this machine, each with a channel of its own, opened when it is first asked for.
    private record Cluster(GroupFile file, Map<Integer, JGroupsVoteGroup> open) implements VoteGroupContract.Cluster {
        @Override
        public VoteGroup member(int rank) {
            return open.computeIfAbsent(rank, each -> JGroupsVoteGroup.connect(file, each));
        }

        @Override
        public VoteGroup restart(int rank) {
            member(rank).close();
            open.remove(rank);
            return member(rank);
        }

        @Override
        public void close() {
            open.values().forEach(JGroupsVoteGroup::close);
        }
    }
}
