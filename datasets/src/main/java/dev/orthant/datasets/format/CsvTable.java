package dev.orthant.datasets.format;

import dev.orthant.datasets.Examples;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.util.List;

/// The numbers of a CSV file, line by line.
///
/// ```java
/// byte[] lines = "petal,species\n1.4,0\n4.5,1\n6.0,2\n".getBytes();
/// CsvTable table = CsvFile.read("iris", new ByteArrayInputStream(lines));
/// Examples flowers = table.examples("iris", table.column("species"), 3);
/// flowers.labels();               // → [0, 1, 2]
/// flowers.inputs().toArray();     // → [1.4, 4.5, 6.0]
/// ```
///
/// @since 0.1.0
public final class CsvTable {
    private final String file;
    private final List<String> header;
    private final int columns;
    private final float[] numbers;

    CsvTable(String file, List<String> header, int columns, float[] numbers) {
        this.file = file;
        this.header = header;
        this.columns = columns;
        this.numbers = numbers;
    }

    /// {@return names of the columns; empty if the file has no header}
    public List<String> header() {
        return header;
    }

    /// {@return how many lines of numbers there are, at least 1}
    public int rows() {
        return numbers.length / columns;
    }

    /// {@return how many numbers a line has, at least 1}
    public int columns() {
        return columns;
    }

    /// {@return where the column of this name is, from 0}
    ///
    /// @param name as in the header, without quotes
    /// @throws IllegalArgumentException if there is none
    public int column(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "csv " + file + ": there is no column " + name + "; there are " + header + "; or give its number");
        }
        return index;
    }

    /// {@return all numbers, `[rows, columns]`, as a fresh tensor}
    public Tensor numbers() {
        return Tensor.of(Shape.of(rows(), columns), numbers);
    }

    /// {@return one column as labels, the others, in their order, as inputs `[rows, columns - 1]`}
    ///
    /// @param name        of the examples
    /// @param labelColumn from 0; -1 is the last
    /// @param classes     labels must be whole numbers in [0, classes)
    /// @throws IllegalArgumentException if there is no such column, no other one, or a label is not such a number
    public Examples examples(String name, int labelColumn, int classes) {
        int column = labelColumn < 0 ? labelColumn + columns : labelColumn;
        if (column < 0 || column >= columns || columns < 2) {
            throw new IllegalArgumentException("csv " + file + ": label column " + labelColumn
                    + " was asked for; there are " + columns + " columns, and at least one other is required");
        }
        float[] inputs = new float[rows() * (columns - 1)];
        int[] labels = new int[rows()];
        int next = 0;
        for (int row = 0; row < rows(); row++) {
            for (int i = 0; i < columns; i++) {
                float number = numbers[row * columns + i];
                if (i == column) {
                    labels[row] = label(number, row, classes);
                } else {
                    inputs[next++] = number;
                }
            }
        }
        return Examples.of(name, Tensor.wrap(Shape.of(rows(), columns - 1), inputs), labels, classes);
    }

    private int label(float number, int row, int classes) {
        int label = (int) number;
        if (label != number || label < 0 || label >= classes) {
            throw new IllegalArgumentException("csv " + file + ": the label of row " + row + " is " + number
                    + "; a whole number in [0, " + classes + ") is required");
        }
        return label;
    }
}
