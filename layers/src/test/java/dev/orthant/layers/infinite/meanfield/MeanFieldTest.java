package dev.orthant.layers.infinite.meanfield;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orthant.layers.activation.Erf;
import dev.orthant.layers.activation.Gelu;
import dev.orthant.layers.activation.HermiteSeries;
import dev.orthant.layers.activation.LeakyRelu;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.activation.Sigmoid;
import dev.orthant.layers.activation.Sin;
import dev.orthant.layers.activation.Swish;
import dev.orthant.layers.activation.Tanh;
import dev.orthant.layers.infinite.DualActivation;
import dev.orthant.layers.infinite.NoClosedForm;
import org.junit.jupiter.api.Test;

/// Golden numbers: computed once for this project with numpy, 100-node Gauss-Hermite quadrature and Brent's method, and
/// printed to eight digits.
class MeanFieldTest {
    private static final double DIGITS = 6e-9;

    private static void assertPoint(
            DualActivation activation, double weight, double bias, double variance, double chiOne) {
        MeanField field = new MeanField(activation, weight, bias);
        assertEquals(variance, field.fixedVariance(), DIGITS, field.toString());
        assertEquals(chiOne, field.chiOne(), DIGITS, field.toString());
    }

    @Test
    void fixedPointsOfTanhAndErfAreTheGoldenOnes() {
        assertPoint(new Tanh(), 1.5, 0.05, 0.41803720, 0.93863627);
        assertPoint(new Tanh(), 2.5, 0.05, 1.06395838, 1.13351570);
        assertPoint(new Tanh(), 4, 0.05, 2.19549393, 1.34240241);
        assertPoint(new Tanh(), 2.5, 0, 0.97357411, 1.17297040);
        assertPoint(new Erf(), 1.5, 0.05, 0.60175317, 1.03470013);
        assertPoint(new Erf(), 1.25, 0.05, 0.43516570, 0.96137390);
        assertPoint(new Erf(), 2.25, 0.0025, 1.08087430, 1.24163550);
    }

    @Test
    void correlationsAndDepthScalesAreTheGoldenOnes() {
        assertEquals(15.7910, new MeanField(new Tanh(), 1.5, 0.05).depthScale(), 6e-5);
        assertEquals(1.0, new MeanField(new Tanh(), 1.5, 0.05).fixedCorrelation());
        MeanField chaotic = new MeanField(new Tanh(), 2.5, 0.05);
        assertEquals(0.44680423, chaotic.fixedCorrelation(), DIGITS);
        assertEquals(0.91871677, chaotic.chiAtFixedCorrelation(), DIGITS);
        assertEquals(11.7956, chaotic.depthScale(), 6e-5);
        MeanField more = new MeanField(new Tanh(), 4, 0.05);
        assertEquals(0.16506496, more.fixedCorrelation(), DIGITS);
        assertEquals(6.9803, more.depthScale(), 6e-5);
        MeanField erf = new MeanField(new Erf(), 1.5, 0.05);
        assertEquals(0.82053009, erf.fixedCorrelation(), DIGITS);
        assertEquals(32.3402, erf.depthScale(), 6e-5);
        assertEquals(erf.fixedCorrelation(), erf.nextCorrelation(erf.fixedCorrelation()), 1e-12);
    }

    /// Odd functions without bias: the correlation 0 stays, and draws all others. κ(t) is convex with κ(0) = 0 and κ(1) = 1.
    @Test
    void withoutBiasOddFunctionsMakeExamplesOrthogonalInTheChaoticPhase() {
        for (DualActivation odd : new DualActivation[] {new Tanh(), new Erf(), new Sin()}) {
            MeanField field = new MeanField(odd, 4, 0);
            assertEquals(0.0, field.fixedCorrelation(), 1e-15, odd.toString());
            double correlation = 0.99;
            for (int layer = 0; layer < 400; layer++) {
                correlation = field.nextCorrelation(correlation);
            }
            assertEquals(correlation, field.fixedCorrelation(), 1e-9, odd.toString());
            double chi = 4 * odd.slope(0, field.fixedVariance(), field.fixedVariance());
            assertEquals(-1 / Math.log(chi), field.depthScale(), 1e-9, odd.toString());
        }
    }

    @Test
    void theCriticalLineIsTheGoldenOne() {
        CriticalPoint nearZero = CriticalPoint.ofBias(new Tanh(), 2.01e-5);
        assertEquals(1.04999563, nearZero.weightVariance(), DIGITS);
        assertEquals(0.02591860, nearZero.variance(), DIGITS);
        assertEquals(1.18918959, CriticalPoint.ofBias(new Tanh(), 1e-3).weightVariance(), DIGITS);
        assertEquals(1.76095464, CriticalPoint.ofBias(new Tanh(), 0.05).weightVariance(), DIGITS);
        assertEquals(1.98607264, CriticalPoint.ofBias(new Tanh(), 0.1).weightVariance(), DIGITS);
        assertEquals(1.37583901, CriticalPoint.ofBias(new Erf(), 0.05).weightVariance(), DIGITS);
        assertEquals(0.93258313, CriticalPoint.ofBias(new Erf(), 1e-3).weightVariance(), DIGITS);
        assertThrows(IllegalArgumentException.class, () -> CriticalPoint.ofBias(new Relu(), 0.1));
    }

    @Test
    void rectifiersHaveAFixedVarianceInClosedForm() {
        // q = σ_w² q/2 + σ_b²
        assertEquals(4.0, new MeanField(new Relu(), 1.9, 0.2).fixedVariance(), 1e-12);
        assertEquals(0.0, new MeanField(new Relu(), 1.9, 0).fixedVariance());
        assertEquals(Double.POSITIVE_INFINITY, new MeanField(new Relu(), 2.1, 0).fixedVariance());
        assertEquals(1.0, new MeanField(new Relu(), 2, 0).fixedVariance());
        assertThrows(IllegalArgumentException.class, () -> new MeanField(new Relu(), 2.1, 0).chiOne());
    }

    @Test
    void criticalInitialisationsAreTheGoldenOnes() {
        assertEquals(new Criticality(Criticality.Kind.SCALE_INVARIANT, 2, 0, 1), Criticality.of(new Relu()));
        assertEquals(1.9801980, Criticality.of(new LeakyRelu(0.1)).weightVariance(), 6e-8);
        assertEquals(Criticality.Kind.ZERO, Criticality.of(new Tanh()).kind());
        assertEquals(1.0, Criticality.of(new Tanh()).weightVariance(), 1e-7);
        assertEquals(Criticality.Kind.ZERO, Criticality.of(new Sin()).kind());
        Criticality gelu = Criticality.of(new Gelu());
        assertEquals(Criticality.Kind.HALF_STABLE, gelu.kind());
        assertEquals((3 + Math.sqrt(17)) / 2, gelu.variance(), 1e-7);
        assertEquals(1.98305826, gelu.weightVariance(), DIGITS);
        assertEquals(0.17292239, gelu.biasVariance(), DIGITS);
        Criticality swish = Criticality.of(new Swish());
        assertEquals(14.32017362, swish.variance(), 1e-5);
        assertEquals(1.98800468, swish.weightVariance(), 1e-7);
        assertEquals(0.55514317, swish.biasVariance(), 1e-6);
        assertThrows(NoClosedForm.class, () -> Criticality.of(new Sigmoid()));
    }

    @Test
    void atCriticalityTheVarianceOfTanhFallsAsOneOverDepth() {
        double[] variances = new MeanField(new Tanh(), 1, 0).variances(1, 1000);
        assertEquals(0.05220008, variances[10], DIGITS);
        assertEquals(0.00506902, variances[100], DIGITS);
        assertEquals(0.00050116, variances[1000], DIGITS);
    }

    @Test
    void deepNetworksBecomeOneOfThreeClassifiers() {
        assertEquals(InfiniteDepth.Kind.MAJORITY_VOTE, new InfiniteDepth(new Relu()).kind());
        assertEquals(InfiniteDepth.Kind.NEAREST_NEIGHBOUR, new InfiniteDepth(HermiteSeries.of(0, 0, 1)).kind());
        assertEquals(InfiniteDepth.Kind.SINGULAR_KERNEL, new InfiniteDepth(new Tanh()).kind());
        assertThrows(IllegalArgumentException.class, () -> new InfiniteDepth(new Relu()).psi(0.5));
    }

    @Test
    void theSingularKernelIsTheGoldenOne() {
        InfiniteDepth cubic = new InfiniteDepth(HermiteSeries.of(0, Math.sqrt(0.5), 0, Math.sqrt(0.5)));
        assertEquals(1.0, cubic.exponent(), 1e-12);
        assertEquals(1.54100160, cubic.psi(0.7), DIGITS);
        assertEquals(5.59116373, cubic.psi(0.9), DIGITS);
        assertEquals(60.0622281, cubic.psi(0.99), 6e-8);
        assertEquals(604.713488, cubic.psi(0.999), 6e-7);
        assertEquals(6051.22003, cubic.psi(0.9999), 6e-6);
        assertEquals(5.59116373, cubic.scaledNtk(0.9, 10_000), 0.06); // off by order ψ/((1 − x) layers)
    }
}
