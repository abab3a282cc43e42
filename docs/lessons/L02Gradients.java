import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Exp;
import dev.orthant.autograd.op.Square;
import dev.orthant.autograd.op.Sum;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;

/// Lesson 2. A tape is an evaluator that remembers. Walked backwards, it gives the derivative of its last number with
/// respect to everything that was declared a variable.
final class L02Gradients {
    public static void main(String[] arguments) {
        // f(x) = Σ exp(xᵢ²),  ∂f/∂xᵢ = 2 xᵢ exp(xᵢ²)
        Tensor x = Tensor.of(Shape.of(3), -1, 0, 0.5f);
        Tape tape = new Tape();
        Value variable = tape.variable(x);
        Value f = tape.apply(new Sum(), tape.apply(new Exp(), tape.apply(new Square(), variable)));
        Gradients gradients = tape.backwardRecorded(f); // plain `backward` if no second derivative is wanted
        Value slope = gradients.value(variable);
        for (int i = 0; i < 3; i++) {
            double byHand = 2 * x.at(i) * Math.exp(x.at(i) * x.at(i));
            System.out.printf(
                    "df/dx%d = %7.4f, by hand %7.4f%n", i, slope.tensor().at(i), byHand);
        }

        // The backward pass was recorded too, so it has derivatives itself: f'' = (2 + 4 x²) exp(x²).
        Value curvature = tape.backwardRecorded(tape.apply(new Sum(), slope)).value(variable);
        System.out.printf(
                "second derivative at 0.5: %.4f, by hand %.4f%n",
                curvature.tensor().at(2), 3 * Math.exp(0.25));
    }
}
