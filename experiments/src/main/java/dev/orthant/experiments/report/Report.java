package dev.orthant.experiments.report;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.orthant.tensor.format.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The folder of one run: `run.json`, `metrics.jsonl`, `table.csv`, `figure.svg`, `figure.png`, `report.html`.
///
/// [#save] writes all of it again, each file to a temporary name that is then moved: whenever the run is killed, the
/// folder holds a valid report of what was finished. `table.csv` holds results only, no times: the same run gives the
/// same bytes. Safe for use by several threads.
public final class Report {
    private static final System.Logger LOG = System.getLogger(Report.class.getName());

    /// Drawing takes a noticeable part of a second: while the run goes on the figure is drawn only so often.
    private static final long NANOS_BETWEEN_DRAWINGS = 5_000_000_000L;

    private final Path folder;
    private final Map<String, Object> provenance;
    private final long startNanos = System.nanoTime();
    private final Sessions earlier;
    private final Table table;
    private final List<String> metrics = new ArrayList<>();
    private List<Claim> claims = List.of();
    private List<String> notes = List.of();
    private final Set<String> cuts = new LinkedHashSet<>();
    private List<Figure> figures = List.of();
    private Status status = Status.RUNNING;
    private List<Drawing.Picture> pictures = List.of();
    private boolean warnedOfFonts;
    private long nextDrawing = System.nanoTime();

    private Report(Path folder, Map<String, Object> provenance, Table table, Sessions earlier) {
        this.earlier = earlier;
        this.folder = folder;
        this.provenance = new LinkedHashMap<>(provenance);
        this.table = table;
    }

    /// Begins a report in a folder that holds none yet.
    ///
    /// @param folder     made if missing
    /// @param provenance what is known before the run: experiment, parameters, seed, machine
    /// @param columns    of the table
    /// @throws FileAlreadyExistsException if the folder holds a report already, which stays as it is
    /// @throws IOException                if it cannot be written
    public static Report begin(Path folder, Map<String, Object> provenance, List<String> columns) throws IOException {
        Files.createDirectories(folder);
        try {
            // Whoever makes this file owns the folder: of two runs at once, one is refused.
            Files.writeString(folder.resolve("run.json"), "{\"status\":\"running\"}\n", StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException taken) {
            throw new FileAlreadyExistsException(folder.toString(), null, "holds a report already");
        }
        Report report = new Report(folder, provenance, new Table(columns), Sessions.none());
        report.save();
        return report;
    }

    /// Takes up a report that was not finished: its folder's files are written anew as the run goes, and what the experiment
    /// kept there besides is its own to use. The seconds of the sessions before count, as far as they were saved; a note tells
    /// if another commit made them.
    ///
    /// @param folder     of a run that was interrupted or killed
    /// @param provenance of the run that goes on; what decides the results must be the same as before
    /// @param decisive   the names of what decides the results
    /// @param columns    of the table
    /// @throws IOException with a message for the user if the folder holds no report, a finished one, or one of another run
    public static Report resume(
            Path folder, Map<String, Object> provenance, List<String> decisive, List<String> columns)
            throws IOException {
        Path file = folder.resolve("run.json");
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(folder + " holds no report");
        }
        Map<String, Object> before = JSON.std.mapFrom(Files.readString(file));
        if (Status.FINISHED.word().equals(before.get("status"))) {
            throw new IOException(folder + " holds a finished report");
        }
        for (String name : decisive) {
            // A run that was killed within its first moments has written nothing but its status.
            if (before.containsKey(name)
                    && !json(Map.of("value", Objects.requireNonNull(before.get(name))))
                            .equals(json(Map.of("value", Objects.requireNonNull(provenance.get(name)))))) {
                throw new IOException(folder + " holds a run with another " + name + ": " + before.get(name)
                        + " there, " + provenance.get(name) + " here");
            }
        }
        Report report = new Report(folder, provenance, new Table(columns), Sessions.before(before, provenance));
        report.save();
        return report;
    }

    /// Where the files are.
    public Path folder() {
        return folder;
    }

    /// Adds a row to the table.
    public synchronized void row(Object... cells) {
        table.add(cells);
    }

    /// Replaces all rows of the table: for results that come in any order.
    public synchronized void rows(List<List<Object>> cells) {
        table.clear();
        cells.forEach(row -> table.add(row.toArray()));
    }

    /// Adds a line to `metrics.jsonl`.
    ///
    /// @param values numbers and text by name; numbers that are not finite are written as text
    public synchronized void metric(Map<String, ?> values) {
        metrics.add(json(finite(values)));
    }

    /// Replaces the claims by those that can be checked by now.
    public synchronized void claims(List<Claim> checked) {
        claims = List.copyOf(checked);
    }

    /// Replaces the remarks below the claims.
    public synchronized void notes(List<String> remarks) {
        notes = List.copyOf(remarks);
    }

    /// Says that a parameter was cut to what there is; stays, and stands before the remarks.
    ///
    /// @param parameter its name
    /// @param asked     what it says
    /// @param used      what was used instead
    public synchronized void cut(String parameter, int asked, int used) {
        cuts.add(parameter + " " + asked + " → " + used + ": the data set has no more examples");
    }

    /// Replaces the figure.
    public void figure(Figure drawn) {
        figures(List.of(drawn));
    }

    /// Replaces the figures. The first is `figure.svg`, the second `figure-2.svg`, and so on.
    public synchronized void figures(List<Figure> drawn) {
        figures = List.copyOf(drawn);
    }

    public synchronized List<Claim> claims() {
        return claims;
    }

    /// The experiment's remarks, and what is to be said of earlier sessions.
    public synchronized List<String> notes() {
        return Stream.of(cuts, notes, earlier.notes())
                .flatMap(Collection::stream)
                .toList();
    }

    public synchronized Table table() {
        return table;
    }

    /// Writes everything for the last time.
    public synchronized void end(Status last) {
        status = last;
        save();
    }

    /// Writes everything there is.
    ///
    /// @throws UncheckedIOException if the folder cannot be written; what it held before is untouched
    public synchronized void save() {
        try {
            write(folder.resolve("table.csv"), table.toCsv());
            write(folder.resolve("metrics.jsonl"), String.join("", metrics));
            if (!figures.isEmpty() && (status != Status.RUNNING || nextDrawing - System.nanoTime() <= 0)) {
                draw(figures);
            }
            Map<String, Object> run = run();
            List<String> svgs = pictures.stream().map(Drawing.Picture::svg).toList();
            write(
                    folder.resolve("report.html"),
                    HtmlPage.of(new RunFolder(folder, run, table, svgs, RunFolder.images(folder))));
            write(
                    folder.resolve("run.json"),
                    JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(run) + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException("report: " + folder + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    private static void write(Path file, String text) throws IOException {
        DurableFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private void draw(List<Figure> latest) throws IOException {
        nextDrawing = System.nanoTime() + NANOS_BETWEEN_DRAWINGS;
        List<Drawing.Picture> drawn = new ArrayList<>();
        for (Figure figure : latest) {
            drawn.add(Drawing.draw(figure));
        }
        pictures = List.copyOf(drawn);
        for (int i = 0; i < pictures.size(); i++) {
            String name = RunFolder.figureName(i + 1);
            write(folder.resolve(name + ".svg"), pictures.get(i).svg());
            Optional<byte[]> png = pictures.get(i).png();
            if (png.isPresent()) {
                DurableFile.replace(folder.resolve(name + ".png"), png.get());
            } else if (!warnedOfFonts) {
                warnedOfFonts = true;
                LOG.log(Level.WARNING, "report: this machine has no fonts that Java can draw with; no figure.png");
            }
        }
    }

    private Map<String, Object> run() {
        Map<String, Object> run = new LinkedHashMap<>(provenance);
        run.put("status", status.word());
        run.put("seconds", Math.round(100 * (earlier.seconds() + (System.nanoTime() - startNanos) / 1e9)) / 100.0);
        if (!earlier.commits().isEmpty()) {
            run.put(Sessions.COMMITS, earlier.commits());
        }
        run.put("claims", RunFolder.written(claims));
        run.put("notes", notes());
        return run;
    }

    private static Map<String, Object> finite(Map<String, ?> values) {
        Map<String, Object> finite = new LinkedHashMap<>();
        values.forEach((name, value) -> finite.put(
                name, value instanceof Double number && !Double.isFinite(number) ? number.toString() : value));
        return finite;
    }

    private static String json(Map<String, Object> values) {
        try {
            return JSON.std.asString(values) + "\n";
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // nothing is written but memory
        }
    }
}
