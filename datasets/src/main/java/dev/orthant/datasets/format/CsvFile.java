package dev.orthant.datasets.format;

import dev.orthant.tensor.format.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads comma-separated numbers, plain or gzipped, with or without a header.
///
///     file    line*           a line ends with LF or CR LF; the last may end with the file; empty lines do not count
///     line    field (, field)*
///     field   a decimal number such as 5.1, -2 or 1e-3, spaces around it allowed
///
/// The first line is a header if any of its fields is not such a number; header fields may be quoted. Every line must
/// have as many fields as the first. NaN, infinity and empty fields are refused: a gap is for the caller to fill, not
/// for a reader to guess.
///
/// Source: RFC 4180, of which this reads the part that tables of numbers need: no quoted numbers, no line breaks in
/// quotes.
///
/// ```java
/// Path file = Files.writeString(folder.resolve("heights.csv"), "age, height\n 2, 0.87\n 3, 0.95\n");
/// CsvTable table = CsvFile.read(file);
/// table.header();         // → [age, height]
/// table.numbers();        // → tensor [2, 2] {2.00000, 0.870000, 3.00000, 0.950000}
/// Files.writeString(file, "age, height\n 2, 0.87\n 3,\n");
/// CsvFile.read(file);     // throws FormatException
/// ```
///
/// @since 0.1.0
public final class CsvFile {
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private final UnpackedInput input;
    private final byte[] bytes;
    private int position;
    private List<String> header = List.of();
    private int columns = -1;
    private final List<float[]> rows = new ArrayList<>();
    private final List<String> fields = new ArrayList<>(); // of one line; a file may have many short ones

    private CsvFile(UnpackedInput input, byte[] bytes) {
        this.input = input;
        this.bytes = bytes;
    }

    /// Reads a file.
    ///
    /// @param path plain or gzipped, in UTF-8
    /// @return its numbers, and the names of its columns if it has a header
    /// @throws FormatException at the first field that is not a number, the first line of another length, or if
    ///                                there is no line of numbers at all
    /// @throws IOException if it cannot be read
    public static CsvTable read(Path path) throws IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            return read(path.toString(), stream);
        }
    }

    /// Reads a stream to its end; the caller closes it.
    ///
    /// @param file   what messages call it
    /// @param stream plain or gzipped, in UTF-8
    /// @return its numbers, and the names of its columns if it has a header
    /// @throws FormatException as of [#read(Path)]
    /// @throws IOException if the stream cannot be read
    public static CsvTable read(String file, InputStream stream) throws IOException {
        UnpackedInput input = new UnpackedInput(file, stream);
        byte[] bytes = input.atMost(MOST_BYTES);
        input.requireEnd(MOST_BYTES + " bytes, the most that are read at once");
        return new CsvFile(input, bytes).table();
    }

    private CsvTable table() throws FormatException {
        while (position < bytes.length) {
            int start = position;
            splitLine();
            if (fields.size() == 1 && fields.getFirst().isBlank()) {
                continue;
            }
            if (columns < 0) {
                columns = fields.size();
                if (!fields.stream().map(String::strip).allMatch(CsvFile::isNumber)) {
                    header = fields.stream().map(CsvFile::unquoted).toList();
                    continue;
                }
            }
            if (fields.size() != columns) {
                throw input.wrong(start, columns + " fields as in the first line", fields.size() + " fields");
            }
            rows.add(numbers(start));
        }
        if (rows.isEmpty()) {
            throw input.wrong(bytes.length, "at least one line of numbers", "the end of the file");
        }
        float[] all =
                new float[rows.size() * columns]; // a number takes a byte at least: no more than those of the file
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, all, row * columns, columns);
        }
        return new CsvTable(input.file(), header, columns, all);
    }

    /// Takes the fields of the line at the position, which moves behind it.
    private void splitLine() {
        fields.clear();
        int from = position;
        boolean quoted = false;
        while (position < bytes.length && bytes[position] != '\n') {
            quoted ^= bytes[position] == '"';
            if (bytes[position] == ',' && !quoted) {
                fields.add(text(from, position));
                from = position + 1;
            }
            position++;
        }
        int to = position > from && bytes[position - 1] == '\r' ? position - 1 : position;
        fields.add(text(from, to));
        position++; // behind the line feed, or behind the end
    }

    private float[] numbers(int start) throws FormatException {
        float[] numbers = new float[fields.size()];
        for (int i = 0; i < numbers.length; i++) {
            String text = fields.get(i).strip();
            float number = isNumber(text) ? Float.parseFloat(text) : Float.NaN;
            if (!Float.isFinite(number)) {
                throw input.wrong(
                        offset(i, start),
                        "a finite float32 number",
                        text.isEmpty() ? "an empty field" : "'" + shortened(text) + "'");
            }
            numbers[i] = number;
        }
        return numbers;
    }

    /// Where a field of the line begins that begins at `start`.
    private int offset(int field, int start) {
        int offset = start;
        for (String before : fields.subList(0, field)) {
            offset += before.getBytes(StandardCharsets.UTF_8).length + 1;
        }
        return offset;
    }

    /// Whether the text is a decimal number, which is less than what `Float.parseFloat` takes (NaN, 0x1p3, 1f).
    private static boolean isNumber(String text) {
        int whole = afterSign(text, 0);
        int point = afterDigits(text, whole);
        boolean fraction = point < text.length() && text.charAt(point) == '.';
        int end = fraction ? afterDigits(text, point + 1) : point;
        int digits = end - whole - (fraction ? 1 : 0);
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = afterSign(text, end + 1);
            end = afterDigits(text, exponent);
            digits = end == exponent ? 0 : digits;
        }
        return digits > 0 && end == text.length();
    }

    private static int afterSign(String text, int from) {
        return from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+') ? from + 1 : from;
    }

    private static int afterDigits(String text, int from) {
        int position = from;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        return position;
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static String unquoted(String field) {
        String text = field.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
    }

    private static String shortened(String text) {
        int most = 40;
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
