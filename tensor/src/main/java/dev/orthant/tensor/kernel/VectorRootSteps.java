package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Exponential.BITS_OF_ONE;
import static dev.orthant.tensor.kernel.Exponential.HIGHEST;
import static dev.orthant.tensor.kernel.Exponential.LOG2_E;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_HIGH;
import static dev.orthant.tensor.kernel.Exponential.LOG_2_LOW;
import static dev.orthant.tensor.kernel.Exponential.LOWEST;
import static dev.orthant.tensor.kernel.Exponential.MANTISSA_BITS;
import static dev.orthant.tensor.kernel.Exponential.Q0;
import static dev.orthant.tensor.kernel.Exponential.Q1;
import static dev.orthant.tensor.kernel.Exponential.Q2;
import static dev.orthant.tensor.kernel.Exponential.Q3;
import static dev.orthant.tensor.kernel.Exponential.Q4;
import static dev.orthant.tensor.kernel.Exponential.ROUND;
import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.orthant.tensor.Span;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

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
        int bound = Species.FLOAT.loopBound(weights.length());
        diffGrad(
                weights.array(),
                weights.from(),
                gradient.array(),
                gradient.from(),
                mean.array(),
                mean.from(),
                meanSquare.array(),
                meanSquare.from(),
                previous.array(),
                previous.from(),
                step,
                bound);
        int rest = weights.length() - bound;
        TAIL.diffGrad(
                weights.part(bound, rest),
                gradient.part(bound, rest),
                mean.part(bound, rest),
                meanSquare.part(bound, rest),
                previous.part(bound, rest),
                step);
    }

    /// One loop of nothing but calls of the Vector API: see [VectorGelu].
    private static void diffGrad(
            float[] weights,
            int weightsFrom,
            float[] gradient,
            int gradientFrom,
            float[] mean,
            int meanFrom,
            float[] meanSquare,
            int meanSquareFrom,
            float[] previous,
            int previousFrom,
            AdamStep step,
            int bound) {
        float meanKept = step.meanKept();
        float meanAdded = step.meanAdded();
        float squareKept = step.squareKept();
        float squareAdded = step.squareAdded();
        float correction = step.rootCorrection();
        float epsilon = step.epsilon();
        float penalty = step.penalty();
        float length = step.length();
        float shrinkage = step.shrinkage();
        for (int i = 0; i < bound; i += LANES) {
            FloatVector w = FloatVector.fromArray(FLOAT, weights, weightsFrom + i);
            FloatVector g = FloatVector.fromArray(FLOAT, gradient, gradientFrom + i);
            FloatVector d = g.add(w.mul(penalty));
            FloatVector m = FloatVector.fromArray(FLOAT, mean, meanFrom + i)
                    .mul(meanKept)
                    .add(d.mul(meanAdded));
            FloatVector v = FloatVector.fromArray(FLOAT, meanSquare, meanSquareFrom + i)
                    .mul(squareKept)
                    .add(d.mul(d).mul(squareAdded));
            m.intoArray(mean, meanFrom + i);
            v.intoArray(meanSquare, meanSquareFrom + i);
            FloatVector change = FloatVector.fromArray(FLOAT, previous, previousFrom + i)
                    .sub(g)
                    .abs()
                    .neg();
            g.intoArray(previous, previousFrom + i);
            // e^change: [Exponential#exp(float)]
            FloatVector x = change.blend(LOWEST, change.compare(LT, LOWEST));
            FloatVector shifted = x.fma(LOG2_E, ROUND);
            FloatVector n = shifted.sub(ROUND);
            FloatVector r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_HIGH), x);
            r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_LOW), r);
            FloatVector series =
                    r.fma(Q4, Q3).lanewise(FMA, r, Q2).lanewise(FMA, r, Q1).lanewise(FMA, r, Q0);
            FloatVector mantissa = series.lanewise(FMA, r, 1).lanewise(FMA, r, 1);
            IntVector bits = shifted.reinterpretAsInts();
            IntVector half = bits.lanewise(ASHR, 1).lanewise(LSHL, MANTISSA_BITS);
            FloatVector first = half.add(BITS_OF_ONE).reinterpretAsFloats();
            FloatVector second = bits.lanewise(LSHL, MANTISSA_BITS)
                    .sub(half)
                    .add(BITS_OF_ONE)
                    .reinterpretAsFloats();
            FloatVector power = mantissa.mul(first).mul(second);
            FloatVector friction = FloatVector.broadcast(FLOAT, 1).div(power.add(1));
            FloatVector ratio = m.mul(friction).div(v.sqrt().mul(correction).add(epsilon));
            w.mul(shrinkage).sub(ratio.mul(length)).intoArray(weights, weightsFrom + i);
        }
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
        madam(
                weights.array(),
                weights.from(),
                gradient.array(),
                gradient.from(),
                meanSquare.array(),
                meanSquare.from(),
                step,
                bound);
        int rest = weights.length() - bound;
        TAIL.madam(weights.part(bound, rest), gradient.part(bound, rest), meanSquare.part(bound, rest), step);
    }

    /// One loop of nothing but calls of the Vector API: see [VectorGelu].
    private static void madam(
            float[] weights,
            int weightsFrom,
            float[] gradient,
            int gradientFrom,
            float[] meanSquare,
            int meanSquareFrom,
            MadamStep step,
            int length) {
        float kept = step.squareKept();
        float added = step.squareAdded();
        float correction = step.correction();
        float rate = step.rate();
        float bound = step.bound();
        float largest = step.largest();
        for (int i = 0; i < length; i += LANES) {
            FloatVector g = FloatVector.fromArray(FLOAT, gradient, gradientFrom + i);
            FloatVector v = FloatVector.fromArray(FLOAT, meanSquare, meanSquareFrom + i)
                    .mul(kept)
                    .add(g.mul(g).mul(added));
            v.intoArray(meanSquare, meanSquareFrom + i);
            FloatVector root = v.mul(correction).sqrt();
            FloatVector normalised = g.div(root);
            normalised = normalised.blend(bound, normalised.compare(GT, bound));
            normalised = normalised.blend(-bound, normalised.compare(LT, -bound));
            FloatVector exponent = normalised
                    .blend(0, root.compare(EQ, 0))
                    .mul(rate)
                    .add(root.sub(root)); // NaN where the root has overflowed, else + 0
            FloatVector w = FloatVector.fromArray(FLOAT, weights, weightsFrom + i);
            FloatVector signed = exponent.neg().blend(exponent, w.compare(LT, 0));
            signed = signed.blend(LOWEST, signed.compare(LT, LOWEST));
            // e^signed: [Exponential#exp(float)]
            FloatVector x = signed.blend(HIGHEST, signed.compare(GT, HIGHEST));
            FloatVector shifted = x.fma(LOG2_E, ROUND);
            FloatVector n = shifted.sub(ROUND);
            FloatVector r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_HIGH), x);
            r = n.lanewise(FMA, FloatVector.broadcast(FLOAT, -LOG_2_LOW), r);
            FloatVector series =
                    r.fma(Q4, Q3).lanewise(FMA, r, Q2).lanewise(FMA, r, Q1).lanewise(FMA, r, Q0);
            FloatVector mantissa = series.lanewise(FMA, r, 1).lanewise(FMA, r, 1);
            IntVector bits = shifted.reinterpretAsInts();
            IntVector half = bits.lanewise(ASHR, 1).lanewise(LSHL, MANTISSA_BITS);
            FloatVector first = half.add(BITS_OF_ONE).reinterpretAsFloats();
            FloatVector second = bits.lanewise(LSHL, MANTISSA_BITS)
                    .sub(half)
                    .add(BITS_OF_ONE)
                    .reinterpretAsFloats();
            FloatVector power = mantissa.mul(first).mul(second);
            FloatVector moved = w.mul(power);
            moved = moved.blend(largest, moved.compare(GT, largest));
            moved.blend(-largest, moved.compare(LT, -largest)).intoArray(weights, weightsFrom + i);
        }
    }
}
