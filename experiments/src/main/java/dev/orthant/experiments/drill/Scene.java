package dev.orthant.experiments.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A group of three that trains without end until something happens to it. Ranks may be started again; the rounds before do
/// not count for the new process.
final class Scene implements AutoCloseable {
    static final int SIZE = 3;

    /// Seconds of the group file: silence that makes a member dead, and from the first vote to the verdict.
    static final double DETECTION = 3;

    static final double DEADLINE = 5;

    /// No round may take longer, whatever happens: the deadline, twice the detection, and two seconds since the members
    /// share their processors with whatever else this machine does.
    static final double LONGEST_ROUND = 1000 * (DEADLINE + 2 * DETECTION + 2);

    /// A member that comes back has this long; a JVM starts within it even on a busy machine.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> TRAINING =
            List.of("--every", "1", "--preset", "smoke", "--set", "rounds=100000000", "--set", "width=64");

    private final Launcher launcher;
    private final Optional<SwitchedNetwork> network;
    private final List<String> addresses;
    private final Path group;
    private final Map<Integer, Member> members = new HashMap<>();
    private final List<Member> all = new ArrayList<>();

    private Scene(Launcher launcher, Optional<SwitchedNetwork> network, String... keys) {
        this.launcher = launcher;
        this.network = network;
        this.addresses = network.map(SwitchedNetwork::members).orElseGet(() -> Launcher.loopback(SIZE));
        this.group = file("drill", "cluster = drill", keys);
    }

    /// On the loopback device.
    static Scene local(Launcher launcher) {
        return new Scene(launcher, Optional.empty());
    }

    /// On the loopback device, under TLS.
    static Scene encrypted(Launcher launcher) {
        return new Scene(launcher, Optional.empty(), keys(launcher, "right"));
    }

    /// Each member at a place of its own; off loopback there is TLS.
    static Scene networked(Launcher launcher) {
        String[] keys = keys(launcher, "right");
        return new Scene(launcher, Optional.of(new SwitchedNetwork(SIZE)), keys);
    }

    /// The lines of a group file that name a new key and its certificate.
    static String[] keys(Launcher launcher, String name) {
        return new String[] {"keystore = " + launcher.keystore(name).getFileName(), "password = " + Launcher.PASSWORD};
    }

    /// A group file for the same addresses.
    Path file(String name, String cluster, String... more) {
        List<String> lines = new ArrayList<>(List.of(cluster, "deadline = " + DEADLINE, "detection = " + DETECTION));
        lines.addAll(List.of(more));
        return launcher.groupFile(name + ".properties", addresses, lines.toArray(String[]::new));
    }

    SwitchedNetwork network() {
        return network.orElseThrow();
    }

    List<String> addresses() {
        return addresses;
    }

    Member start(int rank) {
        Member member = process(rank, group, "40");
        members.put(rank, member);
        return member;
    }

    /// A process that reads another file, and is none of the members.
    Member stranger(int rank, Path file) {
        return process(rank, file, "10");
    }

    private Member process(int rank, Path file, String patience) {
        List<String> settings = new ArrayList<>(TRAINING);
        settings.addAll(List.of("--patience", patience));
        Member member =
                launcher.worker(network.map(there -> there.prefix(rank)).orElse(List.of()), file, rank, settings);
        all.add(member);
        return member;
    }

    /// All at once, and some rounds with all votes.
    Scene settled() {
        for (int rank = 0; rank < SIZE; rank++) {
            start(rank);
        }
        awaitAllVoting();
        return this;
    }

    Member member(int rank) {
        return Objects.requireNonNull(members.get(rank));
    }

    /// The newest round that the member has told of.
    long now(int rank) {
        return member(rank).rounds().getLast().round();
    }

    /// The members of these ranks go on, without the others.
    void awaitGoingOn(int... ranks) {
        for (int rank : ranks) {
            long now = now(rank);
            member(rank).awaitRound(now + 50, PATIENCE);
        }
    }

    /// From now on there is a round with all votes, and in a later one all have the same digest: they never differ again,
    /// since each ballot carries the digest of the weights that it came from.
    void awaitAllVoting() {
        for (int rank = 0; rank < SIZE; rank++) {
            member(rank).awaitRound(0, PATIENCE);
        }
        long from = now(0);
        RoundLine complete =
                Member.awaitFirst(member(0), PATIENCE, line -> line.round() > from && line.voters() == SIZE);
        long later = complete.round() + 20;
        String digest = member(0).awaitRound(later, PATIENCE).digest();
        for (int rank = 1; rank < SIZE; rank++) {
            RoundLine line = member(rank).awaitRound(later, PATIENCE);
            if (line.round() != later || !line.digest().equals(digest)) {
                throw new DrillFailed("rank " + rank + " has digest " + line.digest() + " in round " + line.round()
                        + ", rank 0 has " + digest + " in round " + later);
            }
        }
    }

    /// True if the member has told of a later round with all votes.
    boolean hasAllVotes(int rank, long after) {
        return member(rank).rounds().stream().anyMatch(line -> line.round() > after && line.voters() == SIZE);
    }

    /// Longest round in milliseconds that the member told of after the given one.
    double longest(int rank, long after) {
        return member(rank).rounds().stream()
                .filter(line -> line.round() > after)
                .mapToDouble(RoundLine::took)
                .max()
                .orElse(Double.NaN);
    }

    @Override
    public void close() {
        all.forEach(Member::close);
        network.ifPresent(SwitchedNetwork::close);
    }
}
