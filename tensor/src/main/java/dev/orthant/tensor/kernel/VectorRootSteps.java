package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.Span;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Steps that divide by the root of a mean of squares, or multiply by an exponential; see [VectorSteps].
final class VectorRootSteps {
    private static final ScalarSteps TAIL = new ScalarSteps();

    /// Numbers in the buffer between two loops: it stays in the first-level cache.
    private static final int BUFFER = 1024;

    private static final FloatVector SMALLEST = Species.broadcast(-StepExponential.LARGEST_ARGUMENT);
    private static final FloatVector LARGEST = Species.broadcast(StepExponential.LARGEST_ARGUMENT);

    private VectorRootSteps() {}

    static void adam(Span weights, Span gradient, Span mean, Span meanSquare, AdamStep step) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] meanArray = mean.array();
        float[] meanSquareArray = meanSquare.array();
        float meanKept = step.meanKept();
        float meanAdded = step.meanAdded();
        float squareKept = step.squareKept();
        float squareAdded = step.squareAdded();
        float correction = step.rootCorrection();
        float epsilon = step.epsilon();
        float penalty = step.penalty();
        float length = step.length();
        float shrinkage = step.shrinkage();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector d = load(gradientArray, gradient.from() + i).add(w.mul(penalty));
            FloatVector m = load(meanArray, mean.from() + i).mul(meanKept).add(d.mul(meanAdded));
            FloatVector v = load(meanSquareArray, meanSquare.from() + i)
                    .mul(squareKept)
                    .add(d.mul(d).mul(squareAdded));
            m.intoArray(meanArray, mean.from() + i);
            v.intoArray(meanSquareArray, meanSquare.from() + i);
            FloatVector ratio = m.div(v.sqrt().mul(correction).add(epsilon));
            w.mul(shrinkage).sub(ratio.mul(length)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.adam(
                weights.part(bound, rest),
                gradient.part(bound, rest),
                mean.part(bound, rest),
                meanSquare.part(bound, rest),
                step);
    }

    static void amsGrad(Span weights, Span gradient, Span mean, Span meanSquare, Span largestSquare, AdamStep step) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] meanArray = mean.array();
        float[] meanSquareArray = meanSquare.array();
        float[] largestSquareArray = largestSquare.array();
        float meanKept = step.meanKept();
        float meanAdded = step.meanAdded();
        float squareKept = step.squareKept();
        float squareAdded = step.squareAdded();
        float correction = step.rootCorrection();
        float epsilon = step.epsilon();
        float penalty = step.penalty();
        float length = step.length();
        float shrinkage = step.shrinkage();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector d = load(gradientArray, gradient.from() + i).add(w.mul(penalty));
            FloatVector m = load(meanArray, mean.from() + i).mul(meanKept).add(d.mul(meanAdded));
            FloatVector v = load(meanSquareArray, meanSquare.from() + i)
                    .mul(squareKept)
                    .add(d.mul(d).mul(squareAdded));
            m.intoArray(meanArray, mean.from() + i);
            v.intoArray(meanSquareArray, meanSquare.from() + i);
            FloatVector largest =
                    load(largestSquareArray, largestSquare.from() + i).max(v);
            largest.intoArray(largestSquareArray, largestSquare.from() + i);
            FloatVector ratio = m.div(largest.sqrt().mul(correction).add(epsilon));
            w.mul(shrinkage).sub(ratio.mul(length)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.amsGrad(
                weights.part(bound, rest),
                gradient.part(bound, rest),
                mean.part(bound, rest),
                meanSquare.part(bound, rest),
                largestSquare.part(bound, rest),
                step);
    }

    static void diffGrad(Span weights, Span gradient, Span mean, Span meanSquare, Span previous, AdamStep step) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] meanArray = mean.array();
        float[] meanSquareArray = meanSquare.array();
        float[] previousArray = previous.array();
        FloatVector one = FloatVector.broadcast(Species.FLOAT, 1f);
        float meanKept = step.meanKept();
        float meanAdded = step.meanAdded();
        float squareKept = step.squareKept();
        float squareAdded = step.squareAdded();
        float correction = step.rootCorrection();
        float epsilon = step.epsilon();
        float penalty = step.penalty();
        float length = step.length();
        float shrinkage = step.shrinkage();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector g = load(gradientArray, gradient.from() + i);
            FloatVector d = g.add(w.mul(penalty));
            FloatVector m = load(meanArray, mean.from() + i).mul(meanKept).add(d.mul(meanAdded));
            FloatVector v = load(meanSquareArray, meanSquare.from() + i)
                    .mul(squareKept)
                    .add(d.mul(d).mul(squareAdded));
            m.intoArray(meanArray, mean.from() + i);
            v.intoArray(meanSquareArray, meanSquare.from() + i);
            FloatVector change =
                    load(previousArray, previous.from() + i).sub(g).abs().neg();
            g.intoArray(previousArray, previous.from() + i);
            FloatVector friction = one.div(exponential(change).add(1f));
            FloatVector ratio = m.mul(friction).div(v.sqrt().mul(correction).add(epsilon));
            w.mul(shrinkage).sub(ratio.mul(length)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.diffGrad(
                weights.part(bound, rest),
                gradient.part(bound, rest),
                mean.part(bound, rest),
                meanSquare.part(bound, rest),
                previous.part(bound, rest),
                step);
    }

    static void divideByRoot(
            Span weights, Span gradient, Span squares, float kept, float added, float rate, float epsilon) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] squaresArray = squares.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector g = load(gradientArray, gradient.from() + i);
            FloatVector v = load(squaresArray, squares.from() + i)
                    .mul(kept)
                    .add(g.mul(g).mul(added));
            v.intoArray(squaresArray, squares.from() + i);
            FloatVector ratio = g.div(v.sqrt().add(epsilon));
            load(weightsArray, weights.from() + i).sub(ratio.mul(rate)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.divideByRoot(
                weights.part(bound, rest),
                gradient.part(bound, rest),
                squares.part(bound, rest),
                kept,
                added,
                rate,
                epsilon);
    }

    static void lambDirection(
            Span weights,
            Span gradient,
            Span mean,
            Span meanSquare,
            float kept,
            float added,
            float epsilon,
            float decay,
            Span out) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] meanArray = mean.array();
        float[] meanSquareArray = meanSquare.array();
        float[] outArray = out.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector g = load(gradientArray, gradient.from() + i);
            FloatVector v = load(meanSquareArray, meanSquare.from() + i)
                    .mul(kept)
                    .add(g.mul(g).mul(added));
            v.intoArray(meanSquareArray, meanSquare.from() + i);
            FloatVector ratio = load(meanArray, mean.from() + i).div(v.sqrt().add(epsilon));
            ratio.add(load(weightsArray, weights.from() + i).mul(decay)).intoArray(outArray, out.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.lambDirection(
                weights.part(bound, rest),
                gradient.part(bound, rest),
                mean.part(bound, rest),
                meanSquare.part(bound, rest),
                kept,
                added,
                epsilon,
                decay,
                out.part(bound, rest));
    }

    static void lambStep(Span weights, Span mean, Span meanSquare, float length, float epsilon, float decay) {
        float[] weightsArray = weights.array();
        float[] meanArray = mean.array();
        float[] meanSquareArray = meanSquare.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector v = load(meanSquareArray, meanSquare.from() + i);
            FloatVector ratio = load(meanArray, mean.from() + i).div(v.sqrt().add(epsilon));
            w.sub(ratio.add(w.mul(decay)).mul(length)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.lambStep(
                weights.part(bound, rest),
                mean.part(bound, rest),
                meanSquare.part(bound, rest),
                length,
                epsilon,
                decay);
    }

    /// Two loops over a buffer: as one, C2 would not inline all of it and make objects of the vectors.
    static void madam(Span weights, Span gradient, Span meanSquare, MadamStep step) {
        int bound = Species.FLOAT.loopBound(weights.length());
        Span buffer = new Span(new float[Math.min(BUFFER, bound)], 0, Math.min(BUFFER, bound));
        for (int from = 0; from < bound; from += BUFFER) {
            int length = Math.min(BUFFER, bound - from);
            exponents(gradient.part(from, length), meanSquare.part(from, length), step, buffer);
            multiply(weights.part(from, length), buffer, step.largest());
        }
        int rest = weights.length() - bound;
        TAIL.madam(weights.part(bound, rest), gradient.part(bound, rest), meanSquare.part(bound, rest), step);
    }

    /// out ← rate N, a multiple of the vector's length.
    private static void exponents(Span gradient, Span meanSquare, MadamStep step, Span out) {
        float[] gradientArray = gradient.array();
        float[] meanSquareArray = meanSquare.array();
        float[] outArray = out.array();
        float kept = step.squareKept();
        float added = step.squareAdded();
        float correction = step.correction();
        float rate = step.rate();
        FloatVector upper = Species.broadcast(step.bound());
        FloatVector lower = Species.broadcast(-step.bound());
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        for (int i = 0; i < gradient.length(); i += LANES) {
            FloatVector g = load(gradientArray, gradient.from() + i);
            FloatVector v = load(meanSquareArray, meanSquare.from() + i)
                    .mul(kept)
                    .add(g.mul(g).mul(added));
            v.intoArray(meanSquareArray, meanSquare.from() + i);
            FloatVector root = v.mul(correction).sqrt();
            FloatVector normalised = clamp(g.div(root), lower, upper);
            normalised.blend(zero, root.eq(zero)).mul(rate).intoArray(outArray, i);
        }
    }

    /// W ← W exp(−E sign W), clamped.
    private static void multiply(Span weights, Span exponents, float largest) {
        float[] weightsArray = weights.array();
        float[] exponentsArray = exponents.array();
        FloatVector upper = Species.broadcast(largest);
        FloatVector lower = Species.broadcast(-largest);
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        for (int i = 0; i < weights.length(); i += LANES) {
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector exponent = load(exponentsArray, i);
            FloatVector signed = exponent.neg().blend(exponent, w.lt(zero));
            FloatVector moved = w.mul(exponential(signed));
            clamp(moved, lower, upper).intoArray(weightsArray, weights.from() + i);
        }
    }

    /// [ScalarSteps#clamp] of each number.
    private static FloatVector clamp(FloatVector numbers, FloatVector lower, FloatVector upper) {
        FloatVector below = numbers.blend(upper, upper.lt(numbers));
        return below.blend(lower, below.lt(lower));
    }

    /// [StepExponential] of each number.
    private static FloatVector exponential(FloatVector arguments) {
        FloatVector x = clamp(arguments, SMALLEST, LARGEST);
        FloatVector rounded = x.mul(StepExponential.PER_LOG_2).add(StepExponential.ROUNDER);
        FloatVector n = rounded.sub(StepExponential.ROUNDER);
        FloatVector r = x.sub(n.mul(StepExponential.LOG_2_HIGH)).sub(n.mul(StepExponential.LOG_2_LOW));
        FloatVector series = r.mul(StepExponential.C7).add(StepExponential.C6);
        series = series.mul(r).add(StepExponential.C5);
        series = series.mul(r).add(StepExponential.C4);
        series = series.mul(r).add(StepExponential.C3);
        series = series.mul(r).add(StepExponential.C2);
        series = series.mul(r).mul(r).add(r).add(1f);
        IntVector power =
                rounded.reinterpretAsInts().sub(StepExponential.BITS_OF_ROUNDER - StepExponential.EXPONENT_BIAS);
        return series.mul(power.lanewise(VectorOperators.LSHL, StepExponential.MANTISSA_BITS)
                .reinterpretAsFloats());
    }
}
