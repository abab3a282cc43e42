package dev.orthant.datasets.format;

import it.unimi.dsi.fastutil.floats.FloatArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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
public final class CsvFile {
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final UnpackedInput input;
    private final byte[] bytes;
    private int position;
    private List<String> header = List.of();
    private int columns = -1;
    private final FloatArrayList numbers = new FloatArrayList();

    private CsvFile(UnpackedInput input, byte[] bytes) {
        this.input = input;
        this.bytes = bytes;
    }

    /// @throws DatasetFormatException at the first field that is not a number, the first line of another length, or if
    ///                                there is no line of numbers at all
    public static CsvTable read(Path path) throws IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            return read(path.toString(), stream);
        }
    }

    /// Reads a stream to its end; the caller closes it.
    ///
    /// @param file what messages call it
    /// @throws DatasetFormatException as of [#read(Path)]
    public static CsvTable read(String file, InputStream stream) throws IOException {
        UnpackedInput input = new UnpackedInput(file, stream);
        byte[] bytes = input.atMost(MOST_BYTES);
        input.requireEnd(MOST_BYTES + " bytes, the most that are read at once");
        return new CsvFile(input, bytes).table();
    }

    private CsvTable table() throws DatasetFormatException {
        while (position < bytes.length) {
            int start = position;
            List<String> fields = line();
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
            append(fields, start);
        }
        if (numbers.isEmpty()) {
            throw input.wrong(bytes.length, "at least one line of numbers", "the end of the file");
        }
        return new CsvTable(input.file(), header, columns, numbers.toFloatArray());
    }

    /// The fields of the line at the position, which moves behind it.
    private List<String> line() {
        List<String> fields = new ArrayList<>();
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
        return fields;
    }

    private void append(List<String> fields, int start) throws DatasetFormatException {
        int offset = start;
        for (String field : fields) {
            String text = field.strip();
            float number = isNumber(text) ? Float.parseFloat(text) : Float.NaN;
            if (!Float.isFinite(number)) {
                throw input.wrong(
                        offset,
                        "a finite float32 number",
                        text.isEmpty() ? "an empty field" : "'" + shortened(text) + "'");
            }
            numbers.add(number);
            offset += field.getBytes(StandardCharsets.UTF_8).length + 1;
        }
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
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
