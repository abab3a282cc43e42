package dev.orthant.autograd.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Computation;
import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.check.GradientCheck;
import dev.orthant.autograd.derivative.Checkpointed;
import dev.orthant.tensor.BufferPool;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every operation must satisfy. An operation that is not in the table fails the build.
class OpContractTest {
    static final long SEED = 20_261_121;

    /// The central difference with step ε = 4·10⁻³ rounds by about u √n / ε = 6·10⁻⁸ · 10 / 4·10⁻³ = 1.5·10⁻⁴ of its
    /// scale and truncates by ε² f‴/6, less than 10⁻⁴ for the derivatives met here (denominators are at least ½).
    private static final double TOLERANCE = 1e-3;

    /// Operations that carry something else back on purpose: [#whatIsNotTheDerivativeIsWhatTheFormulaSays].
    private static final List<Op.Unary> NOT_THE_DERIVATIVE = List.of(new StopGradient(), new GradientReversal(0.7f));

    private static final Computation LAYER = (evaluator, inputs) ->
            evaluator.apply(new Tanh(), evaluator.apply(new MatMulTransposedRight(), inputs.get(0), inputs.get(1)));

    /// An operation and a point at which it is differentiable.
    ///
    /// @param inputs one per input of the operation
    record Case(Op op, List<Tensor> inputs) {
        /// With the shapes, which tell the cases of one operation apart.
        String name() {
            return op.name() + inputs.stream().map(Tensor::shape).toList();
        }
    }

    static Tensor gaussian(String name, int... axes) {
        return Streams.ofSeed(SEED).named(name).gaussian(Shape.of(axes));
    }

    /// Numbers of both signs whose absolute value is at least ½: no kink or pole within reach of the check's step.
    static Tensor awayFromZero(String name, int... axes) {
        Tensor tensor = gaussian(name, axes);
        float[] numbers = tensor.span().array();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.copySign(0.5f + Math.abs(numbers[i]), numbers[i]);
        }
        return tensor;
    }

    static Tensor positive(String name, int... axes) {
        Tensor tensor = awayFromZero(name, axes);
        float[] numbers = tensor.span().array();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.abs(numbers[i]);
        }
        return tensor;
    }

    private static List<Case> elementaryTable() {
        return List.of(
                new Case(new Add(), List.of(gaussian("a", 3, 4), gaussian("b", 3, 4))),
                new Case(new Checkpointed(LAYER), List.of(gaussian("a", 3, 5), gaussian("b", 4, 5))),
                new Case(new AddRow(), List.of(gaussian("a", 3, 4), gaussian("b", 4))),
                new Case(new AddRow(), List.of(gaussian("a", 2, 3, 3, 4), gaussian("b", 4))),
                new Case(new AddScalar(0.7f), List.of(gaussian("a", 3, 4))),
                new Case(new SpreadColumns(4), List.of(gaussian("a", 3))),
                new Case(new SumColumns(), List.of(gaussian("a", 3, 4))),
                new Case(new DivideOrZero(), List.of(gaussian("a", 3, 4), awayFromZero("b", 3, 4))),
                new Case(new MatMul(), List.of(gaussian("a", 3, 5), gaussian("b", 5, 4))),
                new Case(new MatMulTransposedLeft(), List.of(gaussian("a", 5, 3), gaussian("b", 5, 4))),
                new Case(new MatMulTransposedRight(), List.of(gaussian("a", 3, 5), gaussian("b", 4, 5))),
                new Case(new Multiply(), List.of(gaussian("a", 3, 4), gaussian("b", 3, 4))),
                new Case(new Norm(), List.of(gaussian("a", 3, 4))),
                new Case(new Reshape(Shape.of(2, 6)), List.of(gaussian("a", 3, 4))),
                new Case(new Scale(1.7f), List.of(gaussian("a", 3, 4))),
                new Case(new ScaledRelu(1.4f), List.of(awayFromZero("a", 5, 7))),
                new Case(new ScaledWherePositive(1.4f), List.of(gaussian("a", 5, 7), awayFromZero("b", 5, 7))),
                new Case(new Spread(Shape.of(3, 4)), List.of(gaussian("a"))),
                new Case(new Subtract(), List.of(gaussian("a", 3, 4), gaussian("b", 3, 4))),
                new Case(new Sum(), List.of(gaussian("a", 3, 4))),
                new Case(new SumRows(), List.of(gaussian("a", 3, 4))),
                new Case(new MultiplyRow(), List.of(gaussian("a", 2, 3, 4), gaussian("b", 4))),
                new Case(new ColumnDots(), List.of(gaussian("a", 2, 3, 4), gaussian("b", 2, 3, 4))),
                new Case(new NormaliseColumns(0.1f), List.of(gaussian("a", 2, 6, 3))),
                new Case(
                        new ScaleNormalisedColumns(0.1f),
                        List.of(gaussian("a", 2, 6, 3), gaussian("gain", 3), gaussian("offset", 3))),
                new Case(new InverseDeviation(0.1f), List.of(gaussian("a", 2, 6, 3))),
                new Case(
                        new NormaliseColumnsGradient(),
                        List.of(gaussian("g", 2, 6, 3), gaussian("y", 2, 6, 3), gaussian("s", 2, 3))));
    }

    private static List<Case> table() {
        return Stream.of(
                        elementaryTable(),
                        BatchCases.elementary(0),
                        BatchCases.elementary(1),
                        BatchCases.normalisations(),
                        PointwiseCases.table(),
                        RowCases.table(),
                        ConvolutionCases.table(),
                        ConvolutionCases.ofBatch(0),
                        ConvolutionCases.ofBatch(1))
                .flatMap(List::stream)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> theGradientIsTheDerivativeOfTheValue() {
        return table().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.name(), () -> check(each, (e, inputs) -> apply(e, each.op(), inputs))));
    }

    @TestFactory
    Stream<DynamicTest> theGradientsOfTheGradientAreItsDerivatives() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Case each : table()) {
            tests.add(DynamicTest.dynamicTest(each.name(), () -> {
                for (int which = 0; which < each.inputs().size(); which++) {
                    int input = which;
                    check(withUpstream(each), (e, inputs) -> gradient(e, each.op(), inputs, input));
                }
            }));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> theResultDoesNotDependOnWhatItsArrayHeldBefore() {
        return table().stream()
                .map(each -> DynamicTest.dynamicTest(each.op().name(), () -> {
                    BufferPool pool = new BufferPool();
                    try (Tape tape = new Tape(pool)) {
                        List<Value> nothing = each.inputs().stream()
                                .map(input -> tape.variable(Tensor.filled(input.shape(), Float.NaN)))
                                .toList();
                        apply(tape, each.op(), nothing);
                    }
                    try (Tape tape = new Tape(pool)) {
                        List<Value> inputs =
                                each.inputs().stream().map(tape::variable).toList();
                        Eager eager = new Eager();
                        List<Value> fresh =
                                each.inputs().stream().map(eager::constant).toList();
                        assertArrayEquals(
                                apply(eager, each.op(), fresh).tensor().toArray(),
                                apply(tape, each.op(), inputs).tensor().toArray());
                    }
                }));
    }

    /// A product for the right input says what the gradient of the left one is, too: the tape may compute it so.
    @Test
    void whereTheGradientOfTheRightIsAProductThatOfTheLeftIsTheUpstreamTimesTheRight() {
        List<String> found = new ArrayList<>();
        for (Case each : table()) {
            List<Value> inputs = withUpstream(each).inputs().stream()
                    .map(new Eager()::constant)
                    .toList();
            if (each.op() instanceof Op.Binary op) {
                Tensor upstream = inputs.getLast().tensor();
                op.unformedGradientOfRight(upstream, inputs.get(0).tensor()).ifPresent(product -> {
                    found.add(op.name());
                    Tensor left = new MatMul()
                            .forward(product.upstream(), inputs.get(1).tensor());
                    assertArrayEquals(
                            gradient(new Eager(), op, inputs, 0).tensor().toArray(), left.toArray(), 1e-5f, op.name());
                    assertArrayEquals(
                            gradient(new Eager(), op, inputs, 1).tensor().toArray(),
                            product.formed().toArray(),
                            1e-5f, // sums of at most five products of order 1
                            op.name());
                });
            }
        }
        assertEquals(Set.of("MatMulTransposedRight"), Set.copyOf(found));
    }

    /// Statistics at hand change the time that it takes, not a bit of the result or of the gradients.
    @Test
    void knownStatisticsOfNormalisedColumnsChangeNothing() {
        for (int columns : new int[] {3, 16, 19}) {
            List<Tensor> point = BatchCases.normalised(2, 6, columns);
            ScaleNormalisedColumns own = new ScaleNormalisedColumns(0.1f);
            ScaleNormalisedColumns known =
                    new ScaleNormalisedColumns(0.1f, Optional.of(NormaliseColumns.Statistics.of(point.getFirst())));
            assertArrayEquals(own.forward(point).toArray(), known.forward(point).toArray());
            List<Value> inputs = withUpstream(new Case(own, point)).inputs().stream()
                    .map(new Eager()::constant)
                    .toList();
            for (int which = 0; which < 3; which++) {
                assertArrayEquals(
                        gradient(new Eager(), own, inputs, which).tensor().toArray(),
                        gradient(new Eager(), known, inputs, which).tensor().toArray(),
                        columns + " columns, input " + which + ", seed " + SEED);
            }
        }
    }

    @Test
    void whatIsNotTheDerivativeIsWhatTheFormulaSays() {
        float[] factors = {0, -0.7f};
        for (int i = 0; i < NOT_THE_DERIVATIVE.size(); i++) {
            Tape tape = new Tape();
            Value input = tape.variable(gaussian("a", 3, 4));
            Value output = tape.apply(NOT_THE_DERIVATIVE.get(i), input);
            Value upstream = tape.constant(gaussian("upstream", 3, 4));
            Value sum = tape.apply(new Sum(), tape.apply(new Multiply(), output, upstream));
            float[] expected = new Scale(factors[i]).forward(upstream.tensor()).toArray();
            assertArrayEquals(input.tensor().toArray(), output.tensor().toArray());
            assertArrayEquals(expected, tape.backward(sum).of(input).toArray(), 1e-7f); // the sign of 0 does not matter
        }
    }

    @Test
    void everyOperationIsInTheTable() throws IOException, URISyntaxException {
        Set<String> tested =
                table().stream().map(each -> each.op().name()).collect(Collectors.toCollection(TreeSet::new));
        NOT_THE_DERIVATIVE.forEach(op -> tested.add(op.name()));
        assertEquals(compiledOperations(), tested);
    }

    private static Set<String> compiledOperations() throws IOException, URISyntaxException {
        URI classes =
                Op.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        try (Stream<Path> files = Files.walk(Path.of(classes))) {
            return files.map(file -> Path.of(classes).relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("-info"))
                    .map(name -> name.substring(0, name.length() - ".class".length())
                            .replace(java.io.File.separatorChar, '.'))
                    .filter(OpContractTest::isOperation)
                    .map(name -> name.substring(name.lastIndexOf('.') + 1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isOperation(String className) {
        try {
            Class<?> type = Class.forName(className);
            return Op.class.isAssignableFrom(type) && !type.isInterface();
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    private static void check(Case each, Computation function) {
        GradientCheck.Result result =
                GradientCheck.of(function, Streams.ofSeed(SEED).named("check"), each.inputs());
        assertTrue(result.relativeError() < TOLERANCE, () -> each.op() + ", seed " + SEED + ": " + result);
    }

    private static Value apply(Evaluator evaluator, Op op, List<Value> inputs) {
        return switch (op) {
            case Op.Unary unary -> evaluator.apply(unary, inputs.get(0));
            case Op.Binary binary -> evaluator.apply(binary, inputs.get(0), inputs.get(1));
            case Op.Many many -> evaluator.apply(many, inputs);
        };
    }

    /// The gradient is a function of the inputs and of the upstream gradient, which comes last.
    private static Case withUpstream(Case each) {
        Eager eager = new Eager();
        List<Value> values = each.inputs().stream().map(eager::constant).toList();
        Tensor upstream = Streams.ofSeed(SEED)
                .named("upstream")
                .gaussian(apply(eager, each.op(), values).tensor().shape());
        List<Tensor> all = new ArrayList<>(each.inputs());
        all.add(upstream);
        return new Case(each.op(), all);
    }

    private static Value gradient(Evaluator evaluator, Op op, List<Value> inputs, int which) {
        Value upstream = inputs.getLast();
        List<Value> operands = inputs.subList(0, inputs.size() - 1);
        Value output = apply(evaluator, op, operands);
        return switch (op) {
            case Op.Unary unary -> unary.gradient(evaluator, upstream, inputs.get(0), output);
            case Op.Binary binary ->
                which == 0
                        ? binary.gradientOfLeft(evaluator, upstream, inputs.get(0), inputs.get(1), output)
                        : binary.gradientOfRight(evaluator, upstream, inputs.get(0), inputs.get(1), output);
            case Op.Many many -> many.gradientOf(which, evaluator, upstream, operands, output);
        };
    }
}
