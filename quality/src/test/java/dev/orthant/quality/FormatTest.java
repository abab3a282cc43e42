package dev.orthant.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.palantir.javaformat.java.FormatterException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every Java file is laid out as the formatter would; with `-Dformat` this test repairs instead of complaining.
class FormatTest {
    @Test
    void everyFileIsLaidOutAsTheFormatterWould() {
        assertFalse(SourceTree.javaFiles().isEmpty(), "no Java files under " + SourceTree.root());
        List<Format.Finding> findings = System.getProperty("format") == null ? Format.check() : Format.repair();
        assertTrue(
                findings.isEmpty(),
                () -> findings.size() + " files are laid out otherwise; to repair them: " + Format.COMMAND + "\n"
                        + findings.stream().map(Format.Finding::toString).collect(Collectors.joining("\n")));
    }

    @Test
    void markdownCommentsStayAsTheyWereWritten() throws FormatterException {
        String source = """
            package p;

            /// Product of A and B, whose formula must keep its line even where it is longer than a line of code may be, by far and then a little more.
            ///
            ///     Cᵢⱼ   =  Σₗ Aᵢₗ Bₗⱼ
            ///           ≤  ‖Aᵢ‖ · ‖Bⱼ‖
            ///
            /// ```java
            /// Product   p = new Product( 1,2 );
            /// ```
            ///
            /// | a | b |
            /// |---|---|
            ///
            /// @param a   left
            /// @param bb  right
            record Product(int a, int bb) {}
            """;
        assertEquals(source, Format.formatted(source));
    }
}
