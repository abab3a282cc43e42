package dev.orthant.experiments.drill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// A member of a group as a process of its own. What it says goes to a file, which is read here as it grows.
final class Member implements AutoCloseable {
    private static final long LOOK_MILLISECONDS = 20;

    private final Process process;
    private final Path log;
    private final List<String> lines = new ArrayList<>();
    private final List<RoundLine> rounds = new ArrayList<>();
    private long read;
    private String begun = "";

    private Member(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// @param log gets all that it says
    static Member start(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Member(process, log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// All lines that it has said by now.
    List<String> lines() {
        look();
        return lines;
    }

    /// What it has said of rounds by now.
    List<RoundLine> rounds() {
        look();
        return rounds;
    }

    /// The last line that is not about a round: why it ended, if it did.
    String lastWord() {
        return lines().stream().filter(line -> RoundLine.parse(line).isEmpty()).reduce("", (before, line) -> line);
    }

    private void look() {
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            file.position(read);
            ByteBuffer news = ByteBuffer.allocate(Math.toIntExact(file.size() - read));
            while (news.hasRemaining() && file.read(news) > 0) {
                // until all is there
            }
            read += news.position();
            String text = begun + new String(news.array(), 0, news.position(), StandardCharsets.UTF_8);
            String[] parts = text.split("\n", -1);
            begun = parts[parts.length - 1];
            for (int i = 0; i < parts.length - 1; i++) {
                lines.add(parts[i]);
                RoundLine.parse(parts[i]).ifPresent(rounds::add);
            }
        } catch (IOException failed) {
            throw new DrillFailed(log + " cannot be read: " + failed);
        }
    }

    /// Waits until it has seen this round.
    RoundLine awaitRound(long round, Duration most) {
        await(
                "round " + round,
                most,
                () -> !rounds().isEmpty() && rounds.getLast().round() >= round);
        return rounds.stream().filter(line -> line.round() >= round).findFirst().orElseThrow();
    }

    /// Waits until a member tells of a round like this.
    static RoundLine awaitFirst(Member member, Duration most, Predicate<RoundLine> like) {
        member.await(
                "a round with all votes", most, () -> member.rounds().stream().anyMatch(like));
        return member.rounds().stream().filter(like).findFirst().orElseThrow();
    }

    /// Waits until it says this, somewhere in a line.
    void awaitLine(String part, Duration most) {
        await(part, most, () -> lines().stream().anyMatch(line -> line.contains(part)));
    }

    /// Waits until it ends.
    void awaitEnd(Duration most) {
        pause(most, () -> !isAlive());
        if (isAlive()) {
            throw new DrillFailed(
                    "a member did not end within " + most.toSeconds() + " s; it last said: " + lastWord());
        }
    }

    private void await(String what, Duration most, BooleanSupplier there) {
        pause(most, () -> there.getAsBoolean() || !isAlive());
        if (!there.getAsBoolean()) {
            throw new DrillFailed("a member " + (isAlive() ? "did not come to " : "ended before ") + what + " within "
                    + most.toSeconds() + " s; it last said: " + lastWord());
        }
    }

    private static void pause(Duration most, BooleanSupplier until) {
        long end = System.nanoTime() + most.toNanos();
        while (!until.getAsBoolean() && System.nanoTime() < end) {
            Pause.milliseconds(LOOK_MILLISECONDS);
        }
    }

    /// Sends a signal: KILL, STOP, CONT.
    void signal(String name) {
        Shell.run("kill", "-" + name, Long.toString(pid()));
    }

    /// Ends it as a crash would.
    @Override
    public void close() {
        Pause.untilEnded(process.destroyForcibly());
    }
}
