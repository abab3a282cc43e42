package dev.orthant.tensor.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Reads JSON from its bytes, piece by piece as the caller's grammar asks for it: no tree is built and nothing recurses,
/// so that memory and depth are the caller's. A string costs itself: what decodes it serves for all of them, because a
/// header may consist of nothing but short strings and escapes.
///
/// Strict (RFC 8259, the part that headers need): double quotes, no comments, no comma before a bracket closes, whole
/// numbers of at least 0 without sign, leading zeros, fraction or exponent.
final class JsonText {
    private static final int DECODED_AT_ONCE = 64;

    private final String file;
    private final byte[] text;
    private final long fileOffset;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer undecoded;
    private final CharBuffer decoded = CharBuffer.allocate(DECODED_AT_ONCE);
    private final StringBuilder unescaped = new StringBuilder();
    private int position;

    /// @param fileOffset where the text begins in the file, for messages
    JsonText(String file, byte[] text, long fileOffset) {
        this.file = file;
        this.text = text;
        this.fileOffset = fileOffset;
        this.undecoded = ByteBuffer.wrap(text);
    }

    /// Where the next piece begins, in the file.
    long offset() {
        skipSpace();
        return fileOffset + position;
    }

    /// Takes this punctuation mark.
    void take(char mark) throws FormatException {
        if (!takeIf(mark)) {
            throw wrong("'" + mark + "'");
        }
    }

    /// Takes this punctuation mark if it comes next.
    boolean takeIf(char mark) {
        skipSpace();
        if (position < text.length && text[position] == mark) {
            position++;
            return true;
        }
        return false;
    }

    /// Whether another element follows in a list that `close` ends; takes the comma or the end.
    ///
    /// @param first whether no element has been read yet
    boolean hasNext(boolean first, char close) throws FormatException {
        if (takeIf(close)) {
            return false;
        }
        if (!first) {
            take(',');
        }
        return true;
    }

    /// A string, unescaped.
    String string() throws FormatException {
        take('"');
        int from = position;
        if (skipPlainAscii() && takeQuote()) {
            return new String(text, from, position - 1 - from, StandardCharsets.US_ASCII);
        }
        position = from;
        unescaped.setLength(0);
        while (!takeQuote()) {
            if (text[position] == '\\') {
                unescaped.append(escape());
            } else {
                plainCharacters();
            }
        }
        return unescaped.toString();
    }

    /// A whole number in [0, 2⁶³).
    long wholeNumber() throws FormatException {
        skipSpace();
        int from = position;
        long value = 0;
        while (position < text.length && text[position] >= '0' && text[position] <= '9') {
            int digit = text[position] - '0';
            boolean leadingZero = position > from && text[from] == '0';
            if (leadingZero || value > (Long.MAX_VALUE - digit) / 10) {
                throw wrong("a whole number below 2^63 without leading zeros");
            }
            value = 10 * value + digit;
            position++;
        }
        if (position == from) {
            throw wrong("a whole number");
        }
        return value;
    }

    /// Nothing but space follows.
    void end() throws FormatException {
        skipSpace();
        if (position < text.length) {
            throw wrong("the end of the text");
        }
    }

    /// What is wrong here.
    FormatException wrong(String expected) {
        String found = position >= text.length
                ? "the end of the text"
                : text[position] > ' '
                        ? "'" + (char) text[position] + "'"
                        : String.format("the byte 0x%02x", text[position] & 0xff);
        return new FormatException(file, fileOffset + position, expected, found);
    }

    private boolean takeQuote() throws FormatException {
        if (position >= text.length) {
            throw wrong("the end of a string");
        }
        if (text[position] == '"') {
            position++;
            return true;
        }
        return false;
    }

    /// Moves on to the next quote, unless something comes first that needs a closer look.
    private boolean skipPlainAscii() {
        while (position < text.length && text[position] >= ' ' && text[position] != '\\' && text[position] != '"') {
            position++;
        }
        return position < text.length && text[position] == '"';
    }

    /// Unescapes the characters up to the next quote or backslash, which need no unescaping.
    private void plainCharacters() throws FormatException {
        int from = position;
        while (position < text.length && text[position] != '"' && text[position] != '\\') {
            if (text[position] >= 0 && text[position] < ' ') {
                throw wrong("a character of a string; control characters must be escaped");
            }
            position++;
        }
        undecoded.limit(position).position(from);
        decoder.reset();
        CoderResult result;
        do {
            result = decoder.decode(undecoded, decoded, true);
            unescaped.append(decoded.flip());
            decoded.clear();
        } while (result.isOverflow());
        if (result.isError()) {
            throw new FormatException(file, fileOffset + undecoded.position(), "UTF-8", "bytes that are not");
        }
    }

    private char escape() throws FormatException {
        position++;
        if (position >= text.length) {
            throw wrong("an escaped character");
        }
        char escaped = switch (text[position]) {
            case '"', '\\', '/' -> (char) text[position];
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("one of the escapes of JSON");
        };
        position++;
        return escaped;
    }

    /// Four hexadecimal digits behind the `u`; leaves the position on the last.
    private char unicode() throws FormatException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            position++;
            int digit = position < text.length ? Character.digit(text[position], 16) : -1;
            if (digit < 0) {
                throw wrong("four hexadecimal digits");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private void skipSpace() {
        while (position < text.length
                && (text[position] == ' '
                        || text[position] == '\n'
                        || text[position] == '\r'
                        || text[position] == '\t')) {
            position++;
        }
    }
}
