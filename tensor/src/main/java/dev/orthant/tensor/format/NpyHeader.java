package dev.orthant.tensor.format;

import dev.orthant.tensor.Shape;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The header of an npy file: a Python dictionary of three keys, in any order.
///
///     {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
///
/// Only this grammar is read, nothing is evaluated: `descr` a string, `fortran_order` True or False, `shape` a tuple of
/// whole numbers. Records (`descr` a list), strings, complex numbers and Python objects are refused by name.
///
/// @param type       of the elements
/// @param order      of their bytes
/// @param fortran    whether the first axis lies together in the file
/// @param shape      of the array
record NpyHeader(ElementType type, ByteOrder order, boolean fortran, Shape shape) {
    private static final int MOST_AXES = 64;
    private static final int USUAL_AXES = 4; // there may be many arrays: no more room for each than it needs
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /// Bytes of all elements.
    long dataBytes() {
        return (long) shape.size() * type.bytes();
    }

    /// @param offset of the text in the file, for messages
    static NpyHeader parse(String file, byte[] text, int offset) throws FormatException {
        return new Parser(file, new String(text, StandardCharsets.ISO_8859_1), offset).dictionary();
    }

    private static final class Parser {
        private final String file;
        private final String text;
        private final int offset;
        private int position;

        Parser(String file, String text, int offset) {
            this.file = file;
            this.text = text;
            this.offset = offset;
        }

        NpyHeader dictionary() throws FormatException {
            String descr = null;
            String fortran = null;
            Shape shape = null;
            take('{');
            while (!takeIf('}')) {
                int start = position;
                String key = string();
                take(':');
                if (key.equals("descr") && descr == null) {
                    descr = descr();
                } else if (key.equals("fortran_order") && fortran == null) {
                    fortran = word();
                } else if (key.equals("shape") && shape == null) {
                    shape = shape();
                } else {
                    throw wrong(start, "descr, fortran_order and shape, each once", key);
                }
                if (!takeIf(',')) {
                    take('}');
                    break;
                }
            }
            skipSpace();
            if (position < text.length()) {
                throw wrong(position, "spaces and a line feed behind the dictionary", "something else");
            }
            if (descr == null || fortran == null || shape == null) {
                throw wrong(0, "descr, fortran_order and shape", "not all of them");
            }
            if (!fortran.equals("True") && !fortran.equals("False")) {
                throw wrong(0, "fortran_order True or False", fortran);
            }
            return new NpyHeader(type(descr), order(descr), fortran.equals("True"), shape);
        }

        private ElementType type(String descr) throws FormatException {
            boolean known = descr.length() == 3 && "<>|".indexOf(descr.charAt(0)) >= 0;
            ElementType type = known ? ElementType.ofNumpy(descr.substring(1)).orElse(null) : null;
            if (type == null || (descr.charAt(0) == '|' && type.bytes() > 1)) {
                throw wrong(
                        0,
                        "numbers of a type among b1, u1 to u8, i1 to i8, f2, f4, f8, with < or > before it",
                        "'" + descr + "'; save them with astype('<f4')");
            }
            return type;
        }

        private static ByteOrder order(String descr) {
            return descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }

        private String descr() throws FormatException {
            skipSpace();
            if (position < text.length() && text.charAt(position) == '[') {
                throw wrong(position, "one type", "a record of several; save its fields one by one");
            }
            return string();
        }

        private Shape shape() throws FormatException {
            int[] axes = new int[USUAL_AXES];
            int rank = 0;
            int start = position;
            long size = 1;
            boolean empty = false;
            take('(');
            while (!takeIf(')')) {
                int axis = axis();
                if (rank == MOST_AXES) {
                    throw wrong(start, "at most " + MOST_AXES + " axes", "more");
                }
                axes = rank < axes.length ? axes : Arrays.copyOf(axes, MOST_AXES);
                axes[rank++] = axis;
                empty |= axis == 0;
                size = axis == 0 || size > LARGEST_ARRAY ? size : size * axis;
                if (!takeIf(',')) {
                    take(')');
                    break;
                }
            }
            int[] lengths = Arrays.copyOf(axes, rank);
            if (!empty && size > LARGEST_ARRAY) {
                throw wrong(
                        start,
                        "at most " + LARGEST_ARRAY + " elements, the most a Java array holds",
                        "the shape " + Arrays.toString(lengths) + "; split it before saving");
            }
            return Shape.of(lengths);
        }

        private int axis() throws FormatException {
            skipSpace();
            int start = position;
            long value = 0;
            while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
                value = 10 * value + text.charAt(position) - '0';
                position++;
                if (value > LARGEST_ARRAY) {
                    throw wrong(start, "a length of at most " + LARGEST_ARRAY, "a longer axis");
                }
            }
            if (position == start) {
                throw wrong(start, "the length of an axis", "something else");
            }
            takeIf('L'); // numpy under Python 2 wrote its long integers so
            return (int) value;
        }

        private String string() throws FormatException {
            skipSpace();
            char quote = position < text.length() ? text.charAt(position) : ' ';
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, position + 1) : -1;
            if (end < 0) {
                throw wrong(position, "a string in quotes", "something else");
            }
            String string = text.substring(position + 1, end);
            position = end + 1;
            return string;
        }

        private String word() {
            skipSpace();
            int start = position;
            while (position < text.length() && Character.isLetter(text.charAt(position))) {
                position++;
            }
            return text.substring(start, position);
        }

        private void take(char mark) throws FormatException {
            if (!takeIf(mark)) {
                throw wrong(position, "'" + mark + "'", "something else");
            }
        }

        private boolean takeIf(char mark) {
            skipSpace();
            if (position < text.length() && text.charAt(position) == mark) {
                position++;
                return true;
            }
            return false;
        }

        private void skipSpace() {
            while (position < text.length() && (text.charAt(position) == ' ' || text.charAt(position) == '\n')) {
                position++;
            }
        }

        private FormatException wrong(int at, String expected, String found) {
            return new FormatException(file, (long) offset + at, expected, found);
        }
    }
}
