package dev.orthant.autograd.check;

import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Gradients;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Sum;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;

/// Tests a gradient against the values: for random directions t and c,
///
///     ⟨c, (f(x + εt) − f(x − εt)) / 2ε⟩ = ⟨Jᵀc, t⟩
///
/// The left side uses only values (a central difference, error O(ε²) and rounding O(u/ε)), the right side only the
/// gradient. One random projection sees every entry of the Jacobian, at the price of two evaluations.
///
/// Public, so that users check their own operations with it:
///
/// ```java
/// Tensor input = Tensor.of(Shape.of(3), -1, 0.5f, 2);
/// GradientCheck.Result right = GradientCheck.of(new Exp(), Streams.ofSeed(0), input);
/// right.relativeError() < 1e-3;                                                        // → true
/// record Wrong() implements Op.Unary {
///     public Tensor forward(Tensor x) {
///         return new Exp().forward(x);
///     }
///
///     public Value gradient(Evaluator evaluator, Value upstream, Value x, Value y) {
///         return upstream;                                                             // exp' is not 1
///     }
/// }
/// GradientCheck.of(new Wrong(), Streams.ofSeed(0), input).relativeError() > 0.01;      // → true
/// ```
///
/// @since 0.1.0
public final class GradientCheck {
    /// Step of the central difference: near the cube root of float32's unit roundoff (2⁻²⁴)^⅓ ≈ 4·10⁻³, which balances
    /// the two errors for inputs of order 1.
    public static final float STEP = 4e-3f;

    private GradientCheck() {}

    /// The two sides of the identity.
    ///
    /// @param fromValues   the left side, by central difference
    /// @param fromGradient the right side
    /// @param scale        ‖c‖ ‖Δf‖/2ε + ‖Jᵀc‖ ‖t‖: how large the sides could be; rounding is relative to this
    public record Result(double fromValues, double fromGradient, double scale) {
        /// {@return difference of the sides relative to their possible size, at least 0; 0 if both are 0}
        public double relativeError() {
            double difference = Math.abs(fromValues - fromGradient);
            return difference == 0 ? 0 : difference / scale;
        }
    }

    /// Checks an operation of one input at a point.
    ///
    /// @param op      what is checked
    /// @param streams for the directions
    /// @param input   x, of numbers of order 1, away from kinks by more than [#STEP]
    /// @return        both sides
    public static Result of(Op.Unary op, Streams streams, Tensor input) {
        return of((evaluator, inputs) -> evaluator.apply(op, inputs.get(0)), streams, List.of(input));
    }

    /// Checks an operation of two inputs at a point, with respect to both.
    ///
    /// @param op      what is checked
    /// @param streams for the directions
    /// @param left    its first input, of numbers of order 1, away from kinks by more than [#STEP]
    /// @param right   its second input, likewise
    /// @return        both sides
    public static Result of(Op.Binary op, Streams streams, Tensor left, Tensor right) {
        return of(
                (evaluator, inputs) -> evaluator.apply(op, inputs.get(0), inputs.get(1)),
                streams,
                List.of(left, right));
    }

    /// Checks an operation of any number of inputs at a point, with respect to all.
    ///
    /// @param op      what is checked
    /// @param streams for the directions
    /// @param point   its inputs, of numbers of order 1, away from kinks by more than [#STEP]
    /// @return        both sides
    public static Result of(Op.Many op, Streams streams, List<Tensor> point) {
        return of((evaluator, inputs) -> evaluator.apply(op, inputs), streams, point);
    }

    /// Checks a function at a point, with respect to all of its inputs.
    ///
    /// @param function what is checked
    /// @param streams  for the directions
    /// @param point    its inputs, of numbers of order 1, away from kinks by more than [#STEP]
    /// @return         both sides
    public static Result of(Computation function, Streams streams, List<Tensor> point) {
        List<Tensor> directions = new ArrayList<>();
        for (int i = 0; i < point.size(); i++) {
            directions.add(
                    streams.named("direction").indexed(i).gaussian(point.get(i).shape()));
        }
        Tape tape = new Tape();
        List<Value> variables = point.stream().map(tape::variable).toList();
        Value output = function.apply(tape, variables);
        Tensor projection = streams.named("projection").gaussian(output.tensor().shape());
        Value scalar = tape.apply(new Sum(), tape.apply(new Multiply(), output, tape.constant(projection)));
        List<Tensor> gradients = gradients(tape, scalar, variables);

        double fromGradient = 0;
        double gradientSquares = 0;
        double directionSquares = 0;
        for (int i = 0; i < point.size(); i++) {
            Tensor gradient = gradients.get(i);
            fromGradient += dot(gradient, directions.get(i));
            gradientSquares += dot(gradient, gradient);
            directionSquares += dot(directions.get(i), directions.get(i));
        }
        Tensor ahead = valueAt(function, point, directions, STEP);
        Tensor behind = valueAt(function, point, directions, -STEP);
        double fromValues = 0;
        double changeSquares = 0;
        for (int i = 0; i < ahead.size(); i++) {
            double change = ((double) ahead.span().array()[i] - behind.span().array()[i]) / (2 * STEP);
            fromValues += change * projection.span().array()[i];
            changeSquares += change * change;
        }
        double scale =
                Math.sqrt(dot(projection, projection) * changeSquares) + Math.sqrt(gradientSquares * directionSquares);
        return new Result(fromValues, fromGradient, scale);
    }

    /// Zeros where the function says that it does not depend on its inputs at all.
    private static List<Tensor> gradients(Tape tape, Value scalar, List<Value> variables) {
        if (!tape.isTracked(scalar)) {
            return variables.stream()
                    .map(variable -> Tensor.zeros(variable.tensor().shape()))
                    .toList();
        }
        Gradients gradients = tape.backward(scalar);
        return variables.stream().map(gradients::of).toList();
    }

    private static Tensor valueAt(Computation function, List<Tensor> point, List<Tensor> directions, float step) {
        Eager eager = new Eager();
        List<Value> moved = new ArrayList<>();
        for (int i = 0; i < point.size(); i++) {
            float[] numbers = point.get(i).toArray();
            float[] direction = directions.get(i).toArray();
            for (int j = 0; j < numbers.length; j++) {
                numbers[j] += step * direction[j];
            }
            moved.add(eager.constant(Tensor.wrap(point.get(i).shape(), numbers)));
        }
        return function.apply(eager, moved).tensor().copy();
    }

    private static double dot(Tensor left, Tensor right) {
        double sum = 0;
        float[] a = left.toArray();
        float[] b = right.toArray();
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
