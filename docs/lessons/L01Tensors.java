import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.MatMulTransposedRight;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// Lesson 1. A tensor is numbers in a shape: one array, row after row, and the lengths of the axes.
///
/// Operations are small records. An evaluator applies them; `Eager` does so at once and forgets how.
final class L01Tensors {
    public static void main(String[] arguments) {
        // Two examples of three features each. The first axis is the batch, everywhere in Orthant.
        Tensor x = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        System.out.println("x has the shape " + x.shape() + " and " + x.size() + " numbers");
        System.out.println("row 1, column 2 of x is " + x.at(1, 2));

        // The same numbers seen otherwise: nothing is copied.
        System.out.println(
                "as [3, 2], row 1 begins with " + x.reshape(Shape.of(3, 2)).at(1, 0));
        System.out.println("its second row alone is " + x.rows(1, 2).shape());

        // A linear layer by hand: two neurons, each a row of weights, and a bias for each.
        Tensor weights = Tensor.of(Shape.of(2, 3), 1, 0, -1, 0.5f, 0.5f, 0.5f);
        Tensor bias = Tensor.of(Shape.of(2), 10, 20);
        Eager eager = new Eager();
        Value product = eager.apply(new MatMulTransposedRight(), eager.constant(x), eager.constant(weights));
        Value scores = eager.apply(new AddRow(), product, eager.constant(bias));
        System.out.println("x Wᵀ + b = " + scores);
    }
}
