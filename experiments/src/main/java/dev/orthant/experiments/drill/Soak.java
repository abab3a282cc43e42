package dev.orthant.experiments.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// A group that trains for long, and looks at its members from time to time: what lives in their memory, how many threads
/// they have, whether a vote was missing. Memory and threads are read from `/proc` and by the JDK's jcmd.
///
/// @param java    the command up to the name of Orthant's command
/// @param folder  for logs
/// @param size    of the group
/// @param minutes how long
public record Soak(List<String> java, Path folder, int size, double minutes) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOOKS = 30;
    private static final String TELL_EVERY = "1000";

    /// The median of live memory may be so many bytes higher in the last third of the looks than in the first: caches fill and
    /// classes load late. A leak of the votes of one round in a hundred would be more within minutes.
    private static final long GROWTH = 1 << 20;

    /// What a member is at a moment.
    ///
    /// @param live     bytes of all objects that are still in use
    /// @param resident bytes of the process in the machine's memory
    private record Look(long live, long resident, int threads) {}

    /// @param told lines of text as it goes
    /// @return true if memory and threads stayed and no vote was lost
    public boolean run(Consumer<String> told) {
        Launcher launcher = new Launcher(java, folder);
        List<Member> members = new ArrayList<>();
        try {
            Path group = launcher.groupFile(
                    "group.properties", Launcher.loopback(size), "cluster = soak", "deadline = 20", "detection = 10");
            for (int rank = 0; rank < size; rank++) {
                members.add(launcher.worker(
                        List.of(),
                        group,
                        rank,
                        List.of("--preset", "smoke", "--set", "rounds=1000000000", "--every", TELL_EVERY)));
            }
            members.getFirst().awaitRound(0, PATIENCE);
            return watch(members, told);
        } finally {
            members.forEach(Member::close);
        }
    }

    private boolean watch(List<Member> members, Consumer<String> told) {
        told.accept("| minute | rounds | without all votes | live memory, MB | resident, MB | threads |");
        told.accept("|---|---|---|---|---|---|");
        // The first look is after a warm-up of one part in ten: classes are loaded, pools are full.
        Pause.seconds(6 * minutes);
        List<List<Look>> looks = new ArrayList<>();
        for (int i = 0; i <= LOOKS; i++) {
            looks.add(members.stream().map(Soak::look).toList());
            told.accept(String.format(
                    Locale.ROOT,
                    "| %.1f | %,d | %d | %s | %s | %s |",
                    minutes * (0.1 + 0.9 * i / LOOKS),
                    members.getFirst().rounds().getLast().round(),
                    lost(members),
                    each(looks.getLast(), look -> look.live() * 1e-6, "%.2f"),
                    each(looks.getLast(), look -> look.resident() * 1e-6, "%.0f"),
                    each(looks.getLast(), Look::threads, "%.0f")));
            if (i < LOOKS) {
                Pause.seconds(54 * minutes / LOOKS);
            }
        }
        boolean flat = true;
        for (int rank = 0; rank < members.size(); rank++) {
            int own = rank;
            List<Double> live =
                    looks.stream().map(each -> (double) each.get(own).live()).toList();
            double growth =
                    Quantiles.of(live.subList(2 * LOOKS / 3, live.size())).median()
                            - Quantiles.of(live.subList(0, LOOKS / 3)).median();
            flat &= growth <= GROWTH
                    && looks.getLast().get(own).threads()
                            <= looks.getFirst().get(own).threads();
        }
        told.accept(flat ? "memory and threads stayed" : "memory or threads grew");
        told.accept(lost(members) + " rounds lacked a vote");
        return flat && lost(members) == 0;
    }

    /// Rounds in which some vote was missing, as the first member saw it: it tells of each.
    private long lost(List<Member> members) {
        return members.getFirst().rounds().stream()
                .filter(line -> line.voters() < size)
                .count();
    }

    private static String each(List<Look> looks, ToDoubleFunction<Look> what, String form) {
        return String.join(
                " ",
                looks.stream()
                        .map(look -> String.format(Locale.ROOT, form, what.applyAsDouble(look)))
                        .toList());
    }

    private static Look look(Member member) {
        if (!member.isAlive()) {
            throw new DrillFailed("a member ended; it last said: " + member.lastWord());
        }
        String jcmd =
                Path.of(System.getProperty("java.home", ""), "bin", "jcmd").toString();
        String histogram = Shell.run(jcmd, Long.toString(member.pid()), "GC.class_histogram");
        String[] total = histogram
                .strip()
                .lines()
                .reduce("", (before, line) -> line)
                .strip()
                .split("\\s+", -1);
        return new Look(Long.parseLong(total[total.length - 1]), 1024 * status(member, "VmRSS:"), (int)
                status(member, "Threads:"));
    }

    private static long status(Member member, String key) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + member.pid() + "/status"))) {
                if (line.startsWith(key)) {
                    return Long.parseLong(line.split("\\s+", -1)[1]);
                }
            }
        } catch (IOException missing) {
            throw new DrillFailed("soak: memory is read from /proc, which only Linux has: " + missing);
        }
        throw new DrillFailed("soak: /proc does not tell " + key);
    }
}
