package dev.orthant.distributed.jgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.optimizers.collective.VoteGroup;
import dev.orthant.tensor.Tensor;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jgroups.JChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Three processes, of which one is killed or stopped in the middle: the others go on, and whoever comes back ends with the
/// same weights. Asked for by `-Ddev.orthant.jgroups.long=true`: nine JVMs start. `-Ddev.orthant.jgroups.rounds=…` makes the runs after the fault longer.
@EnabledIfSystemProperty(named = "dev.orthant.jgroups.long", matches = "true")
class ProcessFaultsTest {
    private static final int ROUNDS = Integer.getInteger("dev.orthant.jgroups.rounds", 20);
    private static final int UNTIL_KILLED = 1_000_000;
    private static final int WORK_MILLISECONDS = 20;

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private final List<Voter> started = new ArrayList<>();

    private Path file = Path.of("set by open");

    /// A process and what it says, line by line.
    private record Voter(Process process, BufferedReader out) {
        /// Reads until a line begins so.
        String await(String beginning) {
            List<String> before = new ArrayList<>();
            try {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    before.add(line);
                    if (line.startsWith(beginning)) {
                        return line;
                    }
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            throw new AssertionError("the process ended without saying " + beginning + "; it said\n"
                    + before.stream().collect(Collectors.joining("\n")));
        }

        void signal(String name) throws Exception {
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .start()
                            .waitFor());
        }
    }

    private Voter start(int rank) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Ddev.orthant.kernels=scalar",
                "-Ddev.orthant.threads=1",
                "-cp",
                classPath(),
                VoterProcess.class.getName(),
                file.toString(),
                Integer.toString(rank),
                Integer.toString(UNTIL_KILLED),
                Integer.toString(WORK_MILLISECONDS));
        Process process = new ProcessBuilder(command)
                .redirectError(
                        folder.resolve("error-" + started.size() + ".txt").toFile())
                .start();
        Voter voter = new Voter(process, process.inputReader(StandardCharsets.UTF_8));
        started.add(voter);
        return voter;
    }

    /// Where the classes that a member needs come from: the test's own class path may be a launcher's.
    private static String classPath() {
        return Stream.of(VoterProcess.class, JGroupsVoteGroup.class, VoteGroup.class, Tensor.class, JChannel.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// All three at once: whoever is first, the group forms.
    private List<Voter> startAll() throws IOException {
        file = folder.resolve("group.properties");
        String members = TestGroups.endpoints(3).stream()
                .map(endpoint -> endpoint.host() + ":" + endpoint.port())
                .collect(Collectors.joining(", "));
        Files.writeString(file, "cluster = faults\nmembers = " + members + "\ndeadline = 2\ndetection = 1\n");
        return List.of(start(0), start(1), start(2));
    }

    @AfterEach
    void endAll() {
        started.forEach(voter -> voter.process().destroyForcibly());
    }

    /// Some rounds on, the first has a digest of its weights; in the same round the others have the same.
    private static void assertSameWeights(Voter first, List<Voter> others) {
        String[] words = first.await("round").split(" ", -1);
        String later = first.await("round " + (Long.parseLong(words[1]) + ROUNDS) + " ");
        for (Voter other : others) {
            assertEquals(later, other.await(later.substring(0, later.lastIndexOf(' ') + 1)));
        }
    }

    @Test
    void aKilledWorkerIsLeftBehindAndGoesOnWithTheSameWeightsOnceStartedAgain() throws Exception {
        List<Voter> voters = startAll();
        voters.get(2).await("round 20 ");
        voters.get(2).process().destroyForcibly().waitFor();
        Voter again = start(2);
        assertTrue(Long.parseLong(again.await("joined").substring(7)) > 20);
        assertSameWeights(again, voters.subList(0, 2));
    }

    @Test
    void whenTheChairIsKilledAnotherTakesIt() throws Exception {
        List<Voter> voters = startAll();
        voters.get(0).await("round 20 ");
        voters.get(0).process().destroyForcibly().waitFor();
        voters.get(1).await("round 30 ");
        assertSameWeights(voters.get(1), voters.subList(2, 3));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aStoppedWorkerIsFencedAndGoesOnWithTheSameWeights() throws Exception {
        List<Voter> voters = startAll();
        voters.get(1).await("round 20 ");
        voters.get(1).signal("STOP");
        voters.get(0).await("round 120 "); // more than are kept for who lags behind
        voters.get(1).signal("CONT");
        voters.get(1).await("fenced");
        voters.get(1).await("joined");
        assertSameWeights(voters.get(1), List.of(voters.get(0), voters.get(2)));
    }
}
