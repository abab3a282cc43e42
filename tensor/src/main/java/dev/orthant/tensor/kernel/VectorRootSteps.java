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
            FloatVector v = load(meanSquareArray, meanSquare.from() + i).mul(squareKept).add(d.mul(d).mul(squareAdded));
            m.intoArray(meanArray, mean.from() + i);
            v.intoArray(meanSquareArray, meanSquare.from() + i);
            FloatVector ratio = m.div(v.sqrt().mul(correction).add(epsilon));
            w.mul(shrinkage).sub(ratio.mul(length)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.adam(weights.part(bound, rest), gradient.part(bound, rest), mean.part(bound, rest), meanSquare.part(bound, rest), step);
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
            FloatVector v = load(meanSquareArray, meanSquare.from() + i).mul(squareKept).add(d.mul(d).mul(squareAdded));
            m.intoArray(meanArray, mean.from() + i);
            v.intoArray(meanSquareArray, meanSquare.from() + i);
            FloatVector largest = load(largestSquareArray, largestSquare.from() + i).max(v);
            largest.intoArray(largestSquareArray, largestSquare.from() + i);
            FloatVector ratio = m.div(largest.sqrt().mul(correction).add(epsilon));
            w.mul(shrinkage).sub(ratio.mul(length)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.amsGrad(weights.part(bound, rest), gradient.part(bound, rest), mean.part(bound, rest), meanSquare.part(bound, rest), largestSquare.part(bound, rest), step);
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
            FloatVector v = load(meanSquareArray, meanSquare.from() + i).mul(squareKept).add(d.mul(d).mul(squareAdded));
            m.intoArray(meanArray, mean.from() + i);
            v.intoArray(meanSquareArray, meanSquare.from() + i);
            FloatVector change = load(previousArray, previous.from() + i).sub(g).abs().neg();
            g.intoArray(previousArray, previous.from() + i);
            FloatVector friction = one.div(exponential(change).add(1f));
            FloatVector ratio = m.mul(friction).div(v.sqrt().mul(correction).add(epsilon));
            w.mul(shrinkage).sub(ratio.mul(length)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.diffGrad(weights.part(bound, rest), gradient.part(bound, rest), mean.part(bound, rest), meanSquare.part(bound, rest), previous.part(bound, rest), step);
    }

    static void divideByRoot(Span weights, Span gradient, Span squares, float kept, float added, float rate, float epsilon) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] squaresArray = squares.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector g = load(gradientArray, gradient.from() + i);
            FloatVector v = load(squaresArray, squares.from() + i).mul(kept).add(g.mul(g).mul(added));
            v.intoArray(squaresArray, squares.from() + i);
            FloatVector ratio = g.div(v.sqrt().add(epsilon));
            load(weightsArray, weights.from() + i).sub(ratio.mul(rate)).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.divideByRoot(weights.part(bound, rest), gradient.part(bound, rest), squares.part(bound, rest), kept, added, rate, epsilon);
    }

    static void lambDirection(Span weights, Span gradient, Span mean, Span meanSquare, float kept, float added, float epsilon, float decay, Span out) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] meanArray = mean.array();
        float[] meanSquareArray = meanSquare.array();
        float[] outArray = out.array();
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector g = load(gradientArray, gradient.from() + i);
            FloatVector v = load(meanSquareArray, meanSquare.from() + i).mul(kept).add(g.mul(g).mul(added));
            v.intoArray(meanSquareArray, meanSquare.from() + i);
            FloatVector ratio = load(meanArray, mean.from() + i).div(v.sqrt().add(epsilon));
            ratio.add(load(weightsArray, weights.from() + i).mul(decay)).intoArray(outArray, out.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.lambDirection(weights.part(bound, rest), gradient.part(bound, rest), mean.part(bound, rest), meanSquare.part(bound, rest), kept, added, epsilon, decay, out.part(bound, rest));
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
        TAIL.lambStep(weights.part(bound, rest), mean.part(bound, rest), meanSquare.part(bound, rest), length, epsilon, decay);
    }

    static void madam(Span weights, Span gradient, Span meanSquare, MadamStep step) {
        float[] weightsArray = weights.array();
        float[] gradientArray = gradient.array();
        float[] meanSquareArray = meanSquare.array();
        float kept = step.squareKept();
        float added = step.squareAdded();
        float correction = step.correction();
        float clamp = step.bound();
        float rate = step.rate();
        float largest = step.largest();
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        int bound = Species.FLOAT.loopBound(weights.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector g = load(gradientArray, gradient.from() + i);
            FloatVector v = load(meanSquareArray, meanSquare.from() + i).mul(kept).add(g.mul(g).mul(added));
            v.intoArray(meanSquareArray, meanSquare.from() + i);
            FloatVector root = v.mul(correction).sqrt();
            FloatVector clamped = g.div(root).max(-clamp).min(clamp);
            FloatVector exponent = clamped.blend(zero, root.compare(VectorOperators.EQ, 0)).mul(rate);
            FloatVector w = load(weightsArray, weights.from() + i);
            FloatVector signed = exponent.neg().blend(exponent, w.compare(VectorOperators.LT, 0));
            FloatVector moved = w.mul(exponential(signed));
            moved.max(-largest).min(largest).intoArray(weightsArray, weights.from() + i);
        }
        int rest = weights.length() - bound;
        TAIL.madam(weights.part(bound, rest), gradient.part(bound, rest), meanSquare.part(bound, rest), step);
    }

    /// [Exponential] of each number.
    private static FloatVector exponential(FloatVector arguments) {
        FloatVector x = arguments.max(-Exponential.LARGEST_ARGUMENT).min(Exponential.LARGEST_ARGUMENT);
        FloatVector rounded = x.mul(Exponential.PER_LOG_2).add(Exponential.ROUNDER);
        FloatVector n = rounded.sub(Exponential.ROUNDER);
        FloatVector r = x.sub(n.mul(NormalNumbers.LOG_2_HIGH)).sub(n.mul(NormalNumbers.LOG_2_LOW));
        FloatVector series = r.mul(Exponential.C7).add(Exponential.C6);
        series = series.mul(r).add(Exponential.C5);
        series = series.mul(r).add(Exponential.C4);
        series = series.mul(r).add(Exponential.C3);
        series = series.mul(r).add(Exponential.C2);
        series = series.mul(r).mul(r).add(r).add(1f);
        IntVector power = rounded.reinterpretAsInts()
                .sub(Exponential.BITS_OF_ROUNDER - Exponential.EXPONENT_BIAS);
        return series.mul(power.lanewise(VectorOperators.LSHL, NormalNumbers.MANTISSA_BITS)
                .reinterpretAsFloats());
    }
}
