package dev.orthant.experiments.drill;

import dev.orthant.experiments.signsgd.GroupTraining;
import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.RoundPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Trains by a group of processes, and the same in this process: every round must start from the same weights, and so must
/// the end be. Where namespaces are allowed, counts every byte on the wire.
public record Learn(List<String> java, Path folder, int size, List<String> settings, GroupTraining training) {
    private static final Duration MOST = Duration.ofMinutes(30);
    private static final Pattern END = Pattern.compile("accuracy ([\\d.]+), digest ([0-9a-f]{16})");

    /// One bit each way for 2²⁰ weights takes 131,072 bytes; three workers and their chair send six times that.
    private static final long UNIT = 1 << 20;

    /// Rounds at the start that are not timed: the JVMs still compile.
    private static final int WARM_UP = 50;

    /// @param told  lines of text as it goes
    /// @param weights of the network
    /// @return true if all weights agreed
    public boolean run(Consumer<String> told, long weights) {
        Launcher launcher = new Launcher(java, folder);
        Optional<String> uncounted = NetworkNamespace.unavailable();
        uncounted.ifPresent(why -> told.accept("bytes are not counted: " + why));
        Optional<NetworkNamespace> network =
                uncounted.isPresent() ? Optional.empty() : Optional.of(NetworkNamespace.open());
        List<Member> members = new ArrayList<>();
        try {
            Path group = launcher.groupFile(
                    "group.properties",
                    network.isPresent() ? Launcher.fixed(size) : Launcher.loopback(size),
                    "cluster = drill",
                    "deadline = 60", // no fault is wanted here, and a busy machine is none
                    "detection = 30",
                    "ties = plus");
            List<String> prefix = network.map(NetworkNamespace::prefix).orElse(List.of());
            for (int rank = 0; rank < size; rank++) {
                members.add(launcher.worker(prefix, group, rank, settings));
            }
            members.getFirst().awaitRound(WARM_UP, MOST);
            long from = network.map(NetworkNamespace::loopbackBytes).orElse(0L);
            long first = members.getFirst().rounds().getLast().round();
            members.getFirst().awaitRound(training.parameters().rounds() - 1L, MOST);
            long bytes = network.map(NetworkNamespace::loopbackBytes).orElse(0L) - from;
            for (Member member : members) {
                member.awaitEnd(MOST);
            }
            network.ifPresent(
                    counted -> tellBytes(told, bytes, training.parameters().rounds() - 1 - first, weights));
            tellTimes(told, members);
            return agree(told, members);
        } finally {
            members.forEach(Member::close);
            network.ifPresent(NetworkNamespace::close);
        }
    }

    private void tellBytes(Consumer<String> told, long bytes, long rounds, long weights) {
        double perRound = (double) bytes / rounds;
        told.accept(String.format(
                Locale.ROOT,
                "bytes: %,.0f a round on the wire for %,d weights, all members, headers and all; %,.0f for 2^20 weights",
                perRound,
                weights,
                perRound * UNIT / weights));
    }

    /// A round ends for all at once: the least wait among the members is that of the last ballot, which waited for nobody.
    private static void tellTimes(Consumer<String> told, List<Member> members) {
        Map<Long, Double> least = new HashMap<>();
        List<Double> took = new ArrayList<>();
        for (Member member : members) {
            for (RoundLine line : member.rounds()) {
                if (line.round() >= WARM_UP) {
                    least.merge(line.round(), line.waited(), Math::min);
                    took.add(line.took());
                }
            }
        }
        told.accept("milliseconds: a round " + Quantiles.of(took) + "; of it from the last ballot to the first verdict "
                + Quantiles.of(least.values()));
    }

    private boolean agree(Consumer<String> told, List<Member> members) {
        List<String> alone = new ArrayList<>();
        GroupTraining.Result result =
                training.inProcess(size, policy(), digest -> alone.add(String.format(Locale.ROOT, "%016x", digest)));
        int same = 0;
        for (Member member : members) {
            for (RoundLine line : member.rounds()) {
                same += alone.get(Math.toIntExact(line.round())).equals(line.digest()) && line.voters() == size ? 1 : 0;
            }
        }
        told.accept(String.format(
                Locale.ROOT,
                "rounds: %,d of %,d have all votes and the digest that one process has",
                same,
                size * alone.size()));
        boolean ends = true;
        for (Member member : members) {
            Matcher end = END.matcher(member.lastWord());
            ends &= end.matches() && end.group(2).equals(String.format(Locale.ROOT, "%016x", result.digest()));
            told.accept("a member ended with " + member.lastWord());
        }
        told.accept(String.format(
                Locale.ROOT, "one process ended with accuracy %.4f, digest %016x", result.accuracy(), result.digest()));
        return ends && same == size * alone.size();
    }

    private RoundPolicy policy() {
        return new RoundPolicy(1, Duration.ofMinutes(1), SignOfZero.PLUS, 0);
    }
}
