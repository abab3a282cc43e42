package dev.orthant.experiments.sweep;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.orthant.tensor.format.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Finished trials, one small file each. A file is written under a temporary name and then moved, so that a kill leaves
/// every trial either finished or not begun.
public final class TrialStore {
    private final Path folder;

    /// @param folder made with the first trial that is kept
    public TrialStore(Path folder) {
        this.folder = folder;
    }

    /// What the trial measured, if it was finished before. A file that cannot be read counts as not finished.
    public Optional<Map<String, Double>> find(String id) {
        Path file = file(id);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Map<String, Double> values = new LinkedHashMap<>();
            for (Map.Entry<String, Object> entry :
                    JSON.std.mapFrom(Files.readString(file)).entrySet()) {
                values.put(entry.getKey(), Double.parseDouble(String.valueOf(entry.getValue())));
            }
            return Optional.of(values);
        } catch (IOException | NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    /// Keeps what a trial measured.
    ///
    /// @throws UncheckedIOException if the folder cannot be written
    public void keep(String id, Map<String, Double> values) {
        Map<String, String> text = new LinkedHashMap<>(); // as text: JSON has no NaN, and every bit comes back
        values.forEach((name, value) -> text.put(name, value.toString()));
        try {
            Files.createDirectories(folder);
            String json = JSON.std.asString(text) + "\n";
            DurableFile.replace(file(id), json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException("sweep: " + file(id) + " cannot be written", failed);
        }
    }

    private Path file(String id) {
        return folder.resolve(id + ".json");
    }
}
