package dev.orthant.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rows of cells under named columns, as text. Numbers are written the same way on every machine.
public final class Table {
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /// @param columns names of the columns
    public Table(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    /// Adds a row.
    ///
    /// @param cells one per column: text, whole numbers, or numbers; NaN means that there is no value
    /// @throws IllegalArgumentException if their count is not that of the columns
    public void add(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "table: " + cells.length + " cells came for the columns " + columns + "; one each is required");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(text(cell));
        }
        rows.add(row);
    }

    /// Reads what [#toCsv] wrote.
    ///
    /// @throws IllegalArgumentException if a row has another number of cells than the columns
    static Table ofCsv(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                // Two quotes inside a quoted cell are one of its own.
                if (!quoted && i > 0 && text.charAt(i - 1) == '"') {
                    cell.append('"');
                }
                quoted = !quoted;
            } else if (quoted || (character != ',' && character != '\n')) {
                cell.append(character);
            } else {
                line.add(cell.toString());
                cell.setLength(0);
                if (character == '\n') {
                    lines.add(line);
                    line = new ArrayList<>();
                }
            }
        }
        Table table = new Table(lines.isEmpty() ? List.of() : lines.getFirst());
        lines.stream().skip(1).forEach(row -> table.add(row.toArray()));
        return table;
    }

    /// Removes all rows.
    void clear() {
        rows.clear();
    }

    public List<String> columns() {
        return columns;
    }

    public List<List<String>> rows() {
        return List.copyOf(rows);
    }

    /// Comma-separated, the columns' names first. Cells hold no commas, quotes or line ends, or are quoted.
    public String toCsv() {
        StringBuilder text = new StringBuilder();
        line(text, columns);
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        List<String> quoted = cells.stream().map(Table::quoted).toList();
        text.append(String.join(",", quoted)).append('\n');
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static String text(Object cell) {
        if (cell instanceof Double number) {
            return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%.6g", number);
        }
        return cell.toString();
    }
}
