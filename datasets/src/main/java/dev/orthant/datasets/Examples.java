package dev.orthant.datasets;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Inputs and their labels: example `i` is row `i` of the inputs, `[n, …]`, and label `i`, in `[0, classes)`.
///
/// Nothing here changes the examples; every method that selects or reshapes returns others. The labels are copied in
/// and out. The inputs are the tensor that was given, not a copy (60,000 images are 188 MB): do not write into it.
///
/// ```java
/// Tensor inputs = Tensor.of(Shape.of(4, 2), 0, 1, 2, 3, 4, 5, 6, 7);
/// Examples examples = Examples.of("toy", inputs, new int[] {0, 1, 2, 1}, 3);
/// examples.exampleShape();                                                        // → [2]
/// examples.withLabels(1).inputs().toArray();                                      // → [2.0, 3.0, 6.0, 7.0]
/// Streams stream = Streams.ofSeed(0).named("data");
/// examples.sample(3, stream).label(0) == examples.sample(1, stream).label(0);     // → true
/// Examples.of("toy", inputs, new int[] {0, 1, 2, 3}, 3);                          // throws IllegalArgumentException
/// ```
///
/// @since 0.1.0
public final class Examples {
    private final String name;
    private final Tensor inputs;
    private final int[] labels;
    private final int classes;

    private Examples(String name, Tensor inputs, int[] labels, int classes) {
        this.name = name;
        this.inputs = inputs;
        this.labels = labels;
        this.classes = classes;
    }

    /// Checks that inputs and labels belong together.
    ///
    /// @param name    what messages and reports call them
    /// @param inputs  `[n, …]`, at least two axes, all numbers finite
    /// @param labels  n class indices in [0, classes)
    /// @param classes at least 1
    /// @return the examples; the inputs are not copied
    /// @throws ShapeException           if inputs have fewer than two axes or not as many rows as there are labels
    /// @throws IllegalArgumentException if a label lies outside its range or an input is NaN or infinite
    public static Examples of(String name, Tensor inputs, int[] labels, int classes) {
        if (inputs.shape().rank() < 2 || inputs.shape().axis(0) != labels.length) {
            throw new ShapeException("examples " + name + ": inputs are " + inputs.shape() + " with " + labels.length
                    + " labels; inputs must have one row per label and at least two axes");
        }
        requireLabels(name, labels, classes);
        if (!inputs.isFinite()) {
            throw new IllegalArgumentException(
                    "examples " + name + ": an input is NaN or infinite; all inputs must be finite");
        }
        return new Examples(name, inputs, labels.clone(), classes);
    }

    /// {@return what messages and reports call them}
    public String name() {
        return name;
    }

    /// {@return number of examples}
    public int size() {
        return labels.length;
    }

    /// {@return number of classes; labels are below it} A class may have no example.
    public int classes() {
        return classes;
    }

    /// {@return all inputs, `[n, …]`: live, not a copy} Not to be written into.
    public Tensor inputs() {
        return inputs;
    }

    /// {@return one input, a row, in the shape of an example; shares the array}
    ///
    /// @param index from 0
    public Tensor input(int index) {
        return inputs.rows(index, index + 1).reshape(exampleShape());
    }

    /// {@return shape of one example: the shape of the inputs without its first axis}
    public Shape exampleShape() {
        int[] axes = inputs.shape().toArray();
        return Shape.of(Arrays.copyOfRange(axes, 1, axes.length));
    }

    /// {@return all labels, as a fresh array}
    public int[] labels() {
        return labels.clone();
    }

    /// {@return the label of one example}
    ///
    /// @param index from 0
    public int label(int index) {
        return labels[index];
    }

    /// {@return the examples at these indices, in this order; an index may come twice}
    ///
    /// @param indices each in [0, size)
    /// @throws IndexOutOfBoundsException if an index is not in [0, size)
    public Examples take(int[] indices) {
        int[] axes = inputs.shape().toArray();
        axes[0] = indices.length;
        Tensor chosen = Tensor.zeros(Shape.of(axes));
        gather(indices, chosen);
        return new Examples(name, chosen, labelsOf(indices), classes);
    }

    /// Copies the inputs at these indices into a batch that the caller owns, so that a training loop allocates none.
    ///
    /// @param indices one per row of the batch, each in [0, size)
    /// @param batch   `[indices.length, …]`, the example shape behind its first axis; all of it is overwritten
    /// @throws ShapeException            if the batch has another shape
    /// @throws IndexOutOfBoundsException if an index is not in [0, size)
    public void gather(int[] indices, Tensor batch) {
        int[] axes = inputs.shape().toArray();
        axes[0] = indices.length;
        if (!Arrays.equals(batch.shape().toArray(), axes)) {
            throw new ShapeException("gather: the batch is " + batch.shape() + "; " + Shape.of(axes)
                    + " is required for " + indices.length + " examples of " + name);
        }
        int length = exampleShape().size();
        Span from = inputs.span();
        Span to = batch.span();
        for (int row = 0; row < indices.length; row++) {
            requireIndex(indices[row]);
            System.arraycopy(
                    from.array(), from.from() + indices[row] * length, to.array(), to.from() + row * length, length);
        }
    }

    /// {@return the labels at these indices}
    ///
    /// @param indices each in [0, size)
    /// @throws IndexOutOfBoundsException if an index is not in [0, size)
    public int[] labelsOf(int[] indices) {
        int[] chosen = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            requireIndex(indices[i]);
            chosen[i] = labels[indices[i]];
        }
        return chosen;
    }

    /// {@return a random subset without replacement} From one stream the subsets are nested: the first `count` indices
    /// of one permutation, so that a larger sample holds every smaller one and curves over `count` are comparable.
    ///
    /// @param count  in [0, size]
    /// @param stream names the permutation, such as `Streams.ofSeed(seed).named("data")`
    public Examples sample(int count, Streams stream) {
        requireCount("sample", count);
        return take(Arrays.copyOf(stream.permutation(size()), count));
    }

    /// {@return the first `count` examples, in order; shares the array of the inputs}
    ///
    /// @param count in [0, size]
    public Examples first(int count) {
        requireCount("first", count);
        return new Examples(name, inputs.rows(0, count), Arrays.copyOf(labels, count), classes);
    }

    /// {@return the first examples and the rest} Cuts in two by position; both sides share the array of the inputs.
    ///
    /// @param trainCount how many of the first examples are for training, in [0, size]
    public Split cut(int trainCount) {
        Examples rest = new Examples(
                name,
                inputs.rows(first(trainCount).size(), size()),
                Arrays.copyOfRange(labels, trainCount, size()),
                classes);
        return new Split(first(trainCount), rest);
    }

    /// {@return where the examples of each class are: array `c` holds the indices of the examples with label `c`,
    /// ascending}
    public List<int[]> classIndices() {
        List<IntArrayList> lists =
                Stream.generate(IntArrayList::new).limit(classes).toList();
        for (int i = 0; i < labels.length; i++) {
            lists.get(labels[i]).add(i);
        }
        return lists.stream().map(IntArrayList::toIntArray).toList();
    }

    /// {@return only the examples that have one of these labels, in their order} Labels and `classes` stay as they are.
    ///
    /// @param wanted at least one label, each in [0, classes)
    /// @throws IllegalArgumentException if a label lies outside its range
    public Examples withLabels(int... wanted) {
        requireLabels(name, wanted, classes);
        boolean[] keep = new boolean[classes];
        for (int label : wanted) {
            keep[label] = true;
        }
        IntArrayList indices = new IntArrayList();
        for (int i = 0; i < labels.length; i++) {
            if (keep[labels[i]]) {
                indices.add(i);
            }
        }
        return take(indices.toIntArray());
    }

    /// {@return the same inputs under other labels}
    ///
    /// @param otherLabels  one per example, in [0, otherClasses); copied
    /// @param otherClasses at least 1
    /// @throws ShapeException if there is not one label per example
    /// @throws IllegalArgumentException if a label lies outside its range
    public Examples relabelled(int[] otherLabels, int otherClasses) {
        return of(name, inputs, otherLabels, otherClasses);
    }

    /// {@return the same labels for other inputs, such as scaled ones}
    ///
    /// @param otherInputs `[n, …]`, one row per example, all numbers finite; not copied
    /// @throws ShapeException if there is not one row per example
    /// @throws IllegalArgumentException if an input is NaN or infinite
    public Examples withInputs(Tensor otherInputs) {
        return of(name, otherInputs, labels, classes);
    }

    /// {@return the same numbers with examples of another shape, such as `[28, 28, 1]` for a convolution; shares the
    /// array}
    ///
    /// @param example shape of an example
    /// @throws ShapeException if an example would have another size
    public Examples reshaped(Shape example) {
        int[] inner = example.toArray();
        int[] axes = new int[inner.length + 1];
        axes[0] = size();
        System.arraycopy(inner, 0, axes, 1, inner.length);
        return new Examples(name, inputs.reshape(Shape.of(axes)), labels, classes);
    }

    @Override
    public String toString() {
        return "examples " + name + ": " + inputs.shape() + ", " + classes + " classes";
    }

    private void requireCount(String operation, int count) {
        if (count < 0 || count > size()) {
            throw new IllegalArgumentException(
                    operation + " of " + name + ": " + count + " examples were asked for; there are " + size());
        }
    }

    private void requireIndex(int index) {
        if (index < 0 || index >= labels.length) {
            throw new IndexOutOfBoundsException(
                    "examples " + name + ": index " + index + " was asked for; it must lie in [0, " + size() + ")");
        }
    }

    private static void requireLabels(String name, int[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("examples " + name + ": label " + i + " is " + labels[i]
                        + "; labels must lie in [0, " + classes + ")");
            }
        }
    }
}
