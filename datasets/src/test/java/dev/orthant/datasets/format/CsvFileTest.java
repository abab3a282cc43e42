package dev.orthant.datasets.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.format.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvFileTest {
    @Test
    void aHeaderIsTakenWhereThereIsOne() throws IOException {
        CsvTable table = read("length,\"the \"\"width\"\", mm\",species\n5.1,3.5,0\r\n\n 4.9 ,-3e-1,2");
        assertEquals(List.of("length", "the \"width\", mm", "species"), table.header());
        assertEquals(2, table.rows());
        Examples flowers = table.examples("iris", table.column("species"), 3);
        assertArrayEquals(new int[] {0, 2}, flowers.labels());
        assertArrayEquals(
                new float[] {5.1f, 3.5f, 4.9f, -0.3f}, flowers.inputs().toArray());
        assertThrows(IllegalArgumentException.class, () -> table.column("petal"));
    }

    @Test
    void withoutAHeaderTheFirstLineCounts() throws IOException {
        CsvTable table = read("1,2,3\n0,5,6\n");
        assertEquals(List.of(), table.header());
        assertEquals(Shape.of(2, 3), table.numbers().shape());
        assertArrayEquals(new int[] {1, 0}, table.examples("toy", 0, 2).labels());
        assertArrayEquals(
                new float[] {1, 2, 0, 5}, table.examples("toy", -1, 7).inputs().toArray());
    }

    @Test
    void whatIsNoNumberIsRefusedWhereItStands() {
        assertEquals(6, failure("1,2\n3,x4\n").byteOffset());
        assertEquals("an empty field", failure("1,2\n3,\n").found());
        assertEquals("'NaN'", failure("1,2\n3,NaN\n").found());
        assertEquals("'1e99'", failure("1,2\n3,1e99\n").found());
        assertEquals("'0x1p3'", failure("1,2\n3,0x1p3\n").found());
    }

    @Test
    void numbersAreDecimal() throws IOException {
        CsvTable table = read("+1.,.5,-2e+1,3E-1,1.5e2\n");
        assertArrayEquals(new float[] {1, 0.5f, -20, 0.3f, 150}, table.numbers().toArray());
        for (String wrong :
                List.of(".", "+", "1e", "e1", "1e+", "1.2.3", "--1", "1f", "1 2", ".e1", "1" + "2".repeat(60) + "a")) {
            assertEquals(2, failure("1\n" + wrong + "\n").byteOffset(), wrong);
        }
    }

    @Test
    void linesOfAnotherLengthAreRefused() {
        FormatException wrong = failure("a,b\n1,2\n3,4,5\n");
        assertEquals(8, wrong.byteOffset());
        assertEquals("2 fields as in the first line", wrong.expected());
    }

    @Test
    void aFileWithoutNumbersIsRefused() {
        assertEquals(0, failure("").byteOffset());
        assertEquals(4, failure("a,b\n").byteOffset());
    }

    @Test
    void labelsAreWholeNumbersInTheirRange() throws IOException {
        CsvTable table = read("1,0.5\n2,3\n");
        assertThrows(IllegalArgumentException.class, () -> table.examples("toy", 1, 4));
        assertThrows(IllegalArgumentException.class, () -> table.examples("toy", 0, 2));
        assertThrows(IllegalArgumentException.class, () -> table.examples("toy", 2, 4));
        assertThrows(IllegalArgumentException.class, () -> read("1\n2\n").examples("toy", 0, 4));
    }

    private static CsvTable read(String text) throws IOException {
        return CsvFile.read("toy.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static FormatException failure(String text) {
        return assertThrows(FormatException.class, () -> read(text));
    }
}
