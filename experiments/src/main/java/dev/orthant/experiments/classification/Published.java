package dev.orthant.experiments.classification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Published numbers, as tables beside the experiment that shows them: comma-separated, lines that begin with `#` say where
/// they come from.
///
/// @param rows cells as text, without the line of column names
public record Published(List<List<String>> rows) {
    public Published {
        rows = List.copyOf(rows);
    }

    /// @param beside the experiment
    /// @param file   in its package
    public static Published read(Class<?> beside, String file) {
        try (InputStream bytes = beside.getResourceAsStream(file)) {
            if (bytes == null) {
                throw new IOException("not in the jar");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
            return new Published(lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> Arrays.asList(line.split(",", -1)))
                    .toList());
        } catch (IOException damaged) {
            throw new UncheckedIOException("published numbers " + file + ": " + damaged.getMessage(), damaged);
        }
    }

    /// The rows whose first cell is this.
    public Published of(String first) {
        return new Published(
                rows.stream().filter(row -> row.getFirst().equals(first)).toList());
    }

    /// A column as numbers.
    ///
    /// @param column from 0
    public List<Double> column(int column) {
        return rows.stream().map(row -> Double.parseDouble(row.get(column))).toList();
    }
}
