package dev.orthant.experiments.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the folder of a run holds, whatever state the run is in.
///
/// @param folder where it is
/// @param run    the values of `run.json` by name
/// @param table  its results
/// @param svgs   its figures
/// @param images its other pictures, PNG in base 64 by the name of their file
public record RunFolder(
        Path folder, Map<String, Object> run, Table table, List<String> svgs, SortedMap<String, String> images) {
    private static final Pattern FIGURE = Pattern.compile("figure(-\\d+)?\\.png");

    public RunFolder {
        svgs = List.copyOf(svgs);
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    }

    /// Reads a run's folder.
    ///
    /// @throws IOException with a message for the user if it is no run's folder or cannot be read
    public static RunFolder read(Path folder) throws IOException {
        Path file = folder.resolve("run.json");
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(folder.toString(), null, "holds no run.json");
        }
        Map<String, Object> run;
        try {
            run = JSON.std.mapFrom(Files.readString(file));
        } catch (IOException broken) {
            throw new IOException(file + " cannot be read: " + firstLine(String.valueOf(broken.getMessage())), broken);
        }
        if (!run.containsKey("status")) {
            throw new NoSuchFileException(folder.toString(), null, "its run.json tells no status");
        }
        Path table = folder.resolve("table.csv");
        return new RunFolder(
                folder,
                run,
                Files.isRegularFile(table) ? Table.ofCsv(Files.readString(table)) : new Table(List.of()),
                figures(folder),
                images(folder));
    }

    /// The PNG files that an experiment wrote itself: figures stand in the page as SVG.
    static SortedMap<String, String> images(Path folder) throws IOException {
        SortedMap<String, String> images = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.png")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!FIGURE.matcher(name).matches()) {
                    images.put(name, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
                }
            }
        }
        return images;
    }

    /// The figures in order; those of another make than [SvgCanvas] have no place inside a page and are left out.
    private static List<String> figures(Path folder) throws IOException {
        List<String> svgs = new ArrayList<>();
        for (int number = 1; ; number++) {
            Path file = folder.resolve(figureName(number) + ".svg");
            if (!Files.isRegularFile(file)) {
                return svgs;
            }
            String svg = Files.readString(file);
            if (svg.startsWith("<svg") && svg.contains("class=\"figure\"")) {
                svgs.add(svg);
            }
        }
    }

    /// `figure` for the first, `figure-2` for the second, and so on.
    static String figureName(int number) {
        return number == 1 ? "figure" : "figure-" + number;
    }

    /// A value of `run.json` as text; empty if there is none.
    public String text(String name) {
        return String.valueOf(run.getOrDefault(name, ""));
    }

    /// The experiment's name, or the folder's where a run was killed before it told.
    public String name() {
        return run.containsKey("experiment") ? text("experiment") : String.valueOf(folder.getFileName());
    }

    /// The paper behind it.
    public Paper paper() {
        return run.containsKey("paper")
                ? Paper.of(text("paper"))
                : Paper.of("none: runs that ended before they told their paper");
    }

    /// Whether it ran to its end.
    boolean finished() {
        return Status.FINISHED.word().equals(text("status"));
    }

    /// The claims that were checked, so far.
    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        if (run.get("claims") instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> claim) {
                    claims.add(new Claim(
                            String.valueOf(claim.get("claim")),
                            Boolean.TRUE.equals(claim.get("holds")),
                            String.valueOf(claim.get("measured")),
                            String.valueOf(claim.get("published"))));
                }
            }
        }
        return claims;
    }

    /// Claims as `run.json` holds them.
    static List<Map<String, Object>> written(List<Claim> claims) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Claim claim : claims) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("claim", claim.claim());
            entry.put("holds", claim.holds());
            entry.put("measured", claim.measured());
            entry.put("published", claim.published());
            list.add(entry);
        }
        return list;
    }

    /// Remarks.
    List<String> notes() {
        return run.get("notes") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// How long the run took: `12.3 s`, `4 min 05 s`, `1 h 02 min`.
    String time() {
        if (!(run.get("seconds") instanceof Number number)) {
            return "";
        }
        double seconds = number.doubleValue();
        long whole = Math.round(seconds);
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    private static String firstLine(String message) {
        return Stream.of(message.split("\\R")).findFirst().orElse("");
    }
}
