package dev.orthant.experiments.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Table table;
    private final List<String> metrics = new ArrayList<>();
    private List<Claim> claims = List.of();
    private List<String> notes = List.of();
    private Optional<Figure> figure = Optional.empty();
    private Status status = Status.RUNNING;
    private Optional<Drawing.Picture> picture = Optional.empty();
    private boolean warnedOfFonts;
    private long nextDrawing = System.nanoTime();

    private Report(Path folder, Map<String, Object> provenance, Table table) {
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
        Report report = new Report(folder, provenance, new Table(columns));
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

    /// Replaces the figure.
    public synchronized void figure(Figure drawn) {
        figure = Optional.of(drawn);
    }

    public synchronized List<Claim> claims() {
        return claims;
    }

    public synchronized List<String> notes() {
        return notes;
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
            AtomicFiles.write(folder.resolve("table.csv"), table.toCsv());
            AtomicFiles.write(folder.resolve("metrics.jsonl"), String.join("", metrics));
            if (figure.isPresent() && (status != Status.RUNNING || nextDrawing - System.nanoTime() <= 0)) {
                draw(figure.get());
            }
            Map<String, Object> run = run();
            AtomicFiles.write(
                    folder.resolve("report.html"),
                    HtmlPage.of(run, claims, notes, table, picture.map(Drawing.Picture::svg)));
            AtomicFiles.write(
                    folder.resolve("run.json"),
                    JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(run) + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException("report: " + folder + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    private void draw(Figure latest) throws IOException {
        nextDrawing = System.nanoTime() + NANOS_BETWEEN_DRAWINGS;
        picture = Drawing.draw(latest);
        if (picture.isPresent()) {
            AtomicFiles.write(folder.resolve("figure.svg"), picture.get().svg());
            AtomicFiles.write(folder.resolve("figure.png"), picture.get().png());
        } else if (!warnedOfFonts) {
            warnedOfFonts = true;
            LOG.log(Level.WARNING, "report: this machine has no fonts that Java can draw with; no figure");
        }
    }

    private Map<String, Object> run() {
        Map<String, Object> run = new LinkedHashMap<>(provenance);
        run.put("status", status.word());
        run.put("seconds", Math.round((System.nanoTime() - startNanos) / 1e7) / 100.0);
        List<Map<String, Object>> list = new ArrayList<>();
        for (Claim claim : claims) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("claim", claim.claim());
            entry.put("holds", claim.holds());
            entry.put("measured", claim.measured());
            entry.put("published", claim.published());
            list.add(entry);
        }
        run.put("claims", list);
        run.put("notes", notes);
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
