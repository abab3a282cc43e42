package dev.orthant.datasets;

import java.util.Arrays;

/// A text as numbers: character `i` is the code `codes[i]`, its place in the alphabet.
///
/// The alphabet is the distinct characters of the whole text in ascending order, so that tiny Shakespeare has 65 and
/// `'\n'` is 0. Parts share the alphabet of the text that they are cut from.
///
/// ```java
/// CharacterText text = CharacterText.of("greeting", "hello");
/// text.alphabet();                // → ehlo
/// text.codes(0, 5);               // → [1, 0, 2, 2, 3]
/// text.part(3, 5).codes(0, 2);    // → [2, 3]
/// text.decode(1, 0);              // → he
/// ```
///
/// @since 0.1.0
public final class CharacterText {
    private final String name;
    private final char[] alphabet;
    private final String text;

    private CharacterText(String name, char[] alphabet, String text) {
        this.name = name;
        this.alphabet = alphabet;
        this.text = text;
    }

    /// {@return a text with the alphabet of its own characters}
    ///
    /// @param name what messages and reports call it
    /// @param text the whole of it; parts are cut off later
    public static CharacterText of(String name, String text) {
        int[] distinct = text.chars().distinct().sorted().toArray();
        char[] alphabet = new char[distinct.length];
        for (int i = 0; i < alphabet.length; i++) {
            alphabet[i] = (char) distinct[i];
        }
        return new CharacterText(name, alphabet, text);
    }

    /// {@return what messages and reports call it}
    public String name() {
        return name;
    }

    /// {@return number of characters}
    public int size() {
        return text.length();
    }

    /// {@return the distinct characters in ascending order; the code of a character is its index here}
    public String alphabet() {
        return new String(alphabet);
    }

    /// {@return characters `from` (inclusive) to `to` (exclusive), with the alphabet of the whole}
    ///
    /// @param from first character, from 0
    /// @param to   the character behind the last, at most [#size]
    /// @throws IndexOutOfBoundsException if they do not lie inside the text
    public CharacterText part(int from, int to) {
        requireInside(from, to);
        return new CharacterText(name, alphabet, text.substring(from, to));
    }

    /// {@return the codes of `length` characters, each in [0, alphabet)}
    ///
    /// @param from   first character, from 0
    /// @param length how many, at least 0
    /// @throws IndexOutOfBoundsException if they do not lie inside the text
    public int[] codes(int from, int length) {
        requireInside(from, (long) from + length);
        int[] codes = new int[length];
        for (int i = 0; i < length; i++) {
            codes[i] = Arrays.binarySearch(alphabet, text.charAt(from + i));
        }
        return codes;
    }

    /// {@return the characters of these codes}
    ///
    /// @param codes each in [0, alphabet), as [#codes] gives them
    /// @throws IllegalArgumentException if a code lies outside the alphabet
    public String decode(int... codes) {
        StringBuilder decoded = new StringBuilder(codes.length);
        for (int code : codes) {
            if (code < 0 || code >= alphabet.length) {
                throw new IllegalArgumentException(
                        "text " + name + ": code " + code + " came; it must lie in [0, " + alphabet.length + ")");
            }
            decoded.append(alphabet[code]);
        }
        return decoded.toString();
    }

    @Override
    public String toString() {
        return "text " + name + ": " + size() + " characters of " + alphabet.length;
    }

    private void requireInside(int from, long to) {
        if (from < 0 || to < from || to > size()) {
            throw new IndexOutOfBoundsException("text " + name + ": characters " + from + " to " + to
                    + " were asked for; they must lie in [0, " + size() + ")");
        }
    }
}
