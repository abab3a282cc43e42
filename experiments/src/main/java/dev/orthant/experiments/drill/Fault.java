package dev.orthant.experiments.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Function;

/// What can happen to a group of three, and what must come of it: those who are left go on, nobody waits longer than
/// [Scene#LONGEST_ROUND], and whoever comes back ends with the same weights; or all stop and say who is missing.
enum Fault {
    WORKER_KILLED("kill -9 of a worker, started again", false, Fault::workerKilled),
    COORDINATOR_KILLED("kill -9 of the coordinator, started again", false, Fault::coordinatorKilled),
    WORKER_STOPPED("SIGSTOP of a worker, SIGCONT after 6 s", false, launcher -> stopped(launcher, 2, 1)),
    COORDINATOR_STOPPED("SIGSTOP of the coordinator, SIGCONT after 6 s", false, launcher -> stopped(launcher, 0, 1)),
    BOTH_WORKERS_KILLED("kill -9 of two of three: no quorum", false, Fault::bothKilled),
    WORKER_LATE("a worker comes 10 s after the others", false, launcher -> late(launcher, 2)),
    COORDINATOR_LATE("the coordinator comes 10 s after the workers", false, launcher -> late(launcher, 0)),
    WRONG_CLUSTER("a stranger with another cluster name in a worker's place", false, Fault::wrongCluster),
    WRONG_CERTIFICATE("a stranger with another certificate in a worker's place", false, Fault::wrongCertificate),
    GARBAGE("garbage on every port for 6 s", false, Fault::garbage),
    LINK_DOWN("link of a worker down for 8 s", true, Fault::linkDown),
    COORDINATOR_LINK_DOWN("link of the coordinator down for 8 s", true, Fault::coordinatorLinkDown),
    ONE_WAY_LOSS("what the coordinator sends a worker is lost for 8 s", true, launcher -> oneWay(launcher, 0, 2)),
    ONE_WAY_LOSS_UP("what a worker sends the coordinator is lost for 8 s", true, launcher -> oneWay(launcher, 2, 0));

    /// How it went.
    ///
    /// @param longest milliseconds of the longest round of those who were left
    /// @param back    seconds from the end of the fault until all voted again; NaN if nobody was to come back
    /// @param said    by those who stopped; empty if nobody did
    record Outcome(double longest, double back, String said) {
        /// True if nobody had a quorum: training came to its end.
        boolean stopped() {
            return Double.isNaN(back) && !said.isEmpty();
        }
    }

    private static final double SIGNAL_SECONDS = 6;
    private static final double LINK_SECONDS = 8;
    private static final double LATE_SECONDS = 10;
    private static final long LOOK_MILLISECONDS = 50;

    private final String text;
    private final boolean network;

    @SuppressWarnings("ImmutableEnumChecker") // all scripts are methods of this file, which remember nothing
    private final Function<Launcher, Outcome> script;

    Fault(String text, boolean network, Function<Launcher, Outcome> script) {
        this.text = text;
        this.network = network;
        this.script = script;
    }

    /// In words.
    String text() {
        return text;
    }

    /// True if it needs network namespaces.
    boolean needsNetwork() {
        return network;
    }

    /// Does it once.
    ///
    /// @throws DrillFailed if what must come of it does not
    Outcome happen(Launcher launcher) {
        Outcome outcome = script.apply(launcher);
        if (outcome.longest() > Scene.LONGEST_ROUND) {
            throw new DrillFailed("a round took " + Math.round(outcome.longest()) + " ms; at most "
                    + Math.round(Scene.LONGEST_ROUND) + " are allowed");
        }
        return outcome;
    }

    private static Outcome workerKilled(Launcher launcher) {
        try (Scene scene = Scene.local(launcher).settled()) {
            long before = scene.now(0);
            scene.member(2).signal("KILL");
            scene.awaitGoingOn(0, 1);
            return back(scene, 0, before, () -> scene.start(2));
        }
    }

    private static Outcome coordinatorKilled(Launcher launcher) {
        try (Scene scene = Scene.local(launcher).settled()) {
            long before = scene.now(1);
            scene.member(0).signal("KILL");
            scene.awaitGoingOn(1, 2);
            return back(scene, 1, before, () -> scene.start(0));
        }
    }

    private static Outcome stopped(Launcher launcher, int rank, int witness) {
        try (Scene scene = Scene.local(launcher).settled()) {
            long before = scene.now(witness);
            scene.member(rank).signal("STOP");
            Pause.seconds(SIGNAL_SECONDS);
            scene.member(rank).signal("CONT");
            return returned(scene, witness, before);
        }
    }

    private static Outcome bothKilled(Launcher launcher) {
        try (Scene scene = Scene.local(launcher).settled()) {
            scene.member(1).signal("KILL");
            scene.member(2).signal("KILL");
            long start = System.nanoTime();
            scene.member(0).awaitEnd(Scene.PATIENCE);
            double waited = (System.nanoTime() - start) * 1e-6;
            return new Outcome(waited, Double.NaN, says(scene.member(0), "rank [1, 2]"));
        }
    }

    private static Outcome late(Launcher launcher, int rank) {
        try (Scene scene = Scene.local(launcher)) {
            for (int other = 0; other < Scene.SIZE; other++) {
                if (other != rank) {
                    scene.start(other);
                }
            }
            Pause.seconds(LATE_SECONDS);
            return back(scene, rank, Long.MAX_VALUE, () -> scene.start(rank));
        }
    }

    private static Outcome wrongCluster(Launcher launcher) {
        try (Scene scene = Scene.local(launcher).settled()) {
            return stranger(scene, scene.file("stranger", "cluster = another"));
        }
    }

    private static Outcome wrongCertificate(Launcher launcher) {
        try (Scene scene = Scene.encrypted(launcher).settled()) {
            return stranger(scene, scene.file("stranger", "cluster = drill", Scene.keys(launcher, "wrong")));
        }
    }

    /// A worker ends, a stranger comes in its place and waits in vain; then the worker comes back.
    private static Outcome stranger(Scene scene, Path file) {
        long before = scene.now(0);
        scene.member(2).signal("KILL");
        scene.awaitGoingOn(0, 1);
        Member stranger = scene.stranger(2, file);
        stranger.awaitEnd(Scene.PATIENCE);
        String said = says(stranger, "no member of rank [0, 1]");
        Outcome outcome = back(scene, 0, before, () -> scene.start(2));
        return new Outcome(outcome.longest(), outcome.back(), said);
    }

    private static Outcome garbage(Launcher launcher) {
        try (Scene scene = Scene.local(launcher).settled()) {
            long before = scene.now(0);
            Random random = new Random(1);
            long end = System.nanoTime()
                    + Duration.ofMillis(Math.round(1000 * SIGNAL_SECONDS)).toNanos();
            while (System.nanoTime() < end) {
                for (String address : scene.addresses()) {
                    byte[] bytes = new byte[random.nextInt(20_000)];
                    random.nextBytes(bytes);
                    throwAt(address, bytes);
                }
            }
            return back(scene, 0, before, () -> {});
        }
    }

    private static void throwAt(String address, byte[] bytes) {
        int colon = address.indexOf(':');
        try (Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
                OutputStream out = socket.getOutputStream()) {
            out.write(bytes);
        } catch (IOException refused) {
            // hung up on, as it should be
        }
    }

    private static Outcome linkDown(Launcher launcher) {
        return unplugged(launcher, 2, 0);
    }

    private static Outcome coordinatorLinkDown(Launcher launcher) {
        return unplugged(launcher, 0, 1);
    }

    /// The member that is cut off has no quorum, and says so or enters again; a worker that has ended is started again.
    private static Outcome unplugged(Launcher launcher, int rank, int witness) {
        try (Scene scene = Scene.networked(launcher).settled()) {
            long before = scene.now(witness);
            scene.network().unplug(rank);
            Pause.seconds(LINK_SECONDS);
            scene.network().plug(rank);
            return returned(scene, witness, before);
        }
    }

    private static Outcome oneWay(Launcher launcher, int from, int to) {
        try (Scene scene = Scene.networked(launcher).settled()) {
            long before = scene.now(1);
            scene.network().lose(from, to);
            Pause.seconds(LINK_SECONDS);
            scene.network().heal(from, to);
            return returned(scene, 1, before);
        }
    }

    /// Whoever was cut off enters again by itself, or stops for want of a quorum and is started again. If a network in pieces
    /// leaves nobody a quorum, all stop and say who is missing.
    private static Outcome returned(Scene scene, int witness, long before) {
        long start = System.nanoTime();
        long from = scene.now(witness);
        String said = "";
        while (scene.member(witness).isAlive() && !scene.hasAllVotes(witness, from)) {
            for (int rank = 0; rank < Scene.SIZE; rank++) {
                if (rank != witness && !scene.member(rank).isAlive()) {
                    said = says(scene.member(rank), "missing");
                    scene.start(rank);
                }
            }
            if (System.nanoTime() - start > Scene.PATIENCE.toNanos()) {
                throw new DrillFailed("rank " + witness + " neither saw all votes again nor stopped");
            }
            Pause.milliseconds(LOOK_MILLISECONDS);
        }
        if (!scene.member(witness).isAlive()) {
            return new Outcome(scene.longest(witness, before), Double.NaN, says(scene.member(witness), "missing"));
        }
        scene.awaitAllVoting();
        return new Outcome(scene.longest(witness, before), (System.nanoTime() - start) * 1e-9, said);
    }

    private static Outcome back(Scene scene, int witness, long before, Runnable end) {
        long start = System.nanoTime();
        end.run();
        scene.awaitAllVoting();
        return new Outcome(scene.longest(witness, before), (System.nanoTime() - start) * 1e-9, "");
    }

    private static String says(Member member, String part) {
        String said = member.lastWord();
        if (!said.contains(part)) {
            throw new DrillFailed("a member had to stop and say “" + part + "”; it said: " + said);
        }
        return said.replaceAll("^orthant: failed: [\\w.]+: ", "");
    }
}
