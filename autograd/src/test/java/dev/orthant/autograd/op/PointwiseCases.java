package dev.orthant.autograd.op;

import static dev.orthant.autograd.op.OpContractTest.awayFromZero;
import static dev.orthant.autograd.op.OpContractTest.gaussian;
import static dev.orthant.autograd.op.OpContractTest.positive;

import dev.orthant.autograd.Op;
import dev.orthant.autograd.op.OpContractTest.Case;
import dev.orthant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Operations that treat every element by itself: each at an odd size longer than a vector, a batch of one and an empty
/// batch.
final class PointwiseCases {
    private static final int[][] SHAPES = {{3, 7, 5}, {1, 1}, {0, 4}};

    private PointwiseCases() {}

    /// What the operation is asked for.
    private interface Numbers {
        Tensor of(String name, int... axes);
    }

    static List<Case> table() {
        List<Case> cases = new ArrayList<>();
        for (int[] shape : SHAPES) {
            add(cases, shape, OpContractTest::gaussian, new Cos(), new Erf(), new Exp(), new Gelu(), new Negate());
            add(cases, shape, OpContractTest::gaussian, new Power(3), new Sigmoid(), new Silu(), new Sin());
            add(cases, shape, OpContractTest::gaussian, new Softplus(), new Square(), new Tanh());
            add(cases, shape, OpContractTest::awayFromZero, new Absolute(), new BySign(-0.3f, 1.2f));
            add(cases, shape, OpContractTest::awayFromZero, new Clamp(-0.2f, 0.3f), new Clamp(-90, 90));
            add(cases, shape, OpContractTest::awayFromZero, new PiecewiseLinear(-0.3f, 1.2f), new Reciprocal());
            add(cases, shape, OpContractTest::positive, new Log(), new Power(-0.5f), new Sqrt());
            addWithUpstream(cases, shape, OpContractTest::gaussian, new ErfGradient(), new GeluGradient());
            addWithUpstream(cases, shape, OpContractTest::gaussian, new PowerGradient(3), new SigmoidGradient());
            addWithUpstream(cases, shape, OpContractTest::gaussian, new SiluGradient(), new SoftplusGradient());
            addWithUpstream(cases, shape, OpContractTest::gaussian, new TanhGradient(), new ReciprocalGradient());
            addWithUpstream(cases, shape, OpContractTest::awayFromZero, new PiecewiseLinearGradient(-0.3f, 1.2f));
            addWithUpstream(cases, shape, OpContractTest::awayFromZero, new ClampGradient(-0.2f, 0.3f), new Divide());
            addWithUpstream(cases, shape, OpContractTest::positive, new SqrtGradient());
            addApart(cases, shape, new Maximum(), new Minimum(), new Greater(), new AtLeast(), new Equal());
            Where where = new Where(gaussian("mask", shape));
            cases.add(new Case(where, List.of(gaussian("a", shape), gaussian("b", shape))));
        }
        return cases;
    }

    private static void add(List<Case> cases, int[] shape, Numbers numbers, Op.Unary... operations) {
        for (Op operation : operations) {
            cases.add(new Case(operation, List.of(numbers.of("a", shape))));
        }
    }

    private static void addWithUpstream(List<Case> cases, int[] shape, Numbers numbers, Op.Binary... operations) {
        for (Op operation : operations) {
            cases.add(new Case(operation, List.of(gaussian("upstream", shape), numbers.of("a", shape))));
        }
    }

    /// No two numbers that are compared are within reach of the check's step.
    private static void addApart(List<Case> cases, int[] shape, Op.Binary... operations) {
        Tensor left = awayFromZero("a", shape);
        Tensor right = positive("b", shape);
        for (int i = 0; i < left.size(); i++) {
            right.span().array()[i] = left.span().array()[i]
                    + (i % 2 == 0 ? 1 : -1) * right.span().array()[i];
        }
        for (Op operation : operations) {
            cases.add(new Case(operation, List.of(left, right)));
        }
    }
}
