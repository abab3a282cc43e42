package dev.orthant.experiments.circuits;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.MatMulTransposedRight;
import dev.orthant.autograd.op.ScaledRelu;
import dev.orthant.layers.Layer;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.WeightSpec;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.weights.Role;
import java.util.List;

/// A small retina: bipolar cells see the stimulus, amacrine cells the bipolar ones, ganglion cells are excited by the former and
/// inhibited by the latter.
///
///     b = relu(x W₁ᵀ + c₁)
///     m = relu(b W₂ᵀ + c₂)
///     y = relu(b W₃ᵀ + m W₄ᵀ + c₃),       W₂, W₃ ≥ 0,  W₄ ≤ 0
///
/// Source: the circuits of Bagherian et al. 2021; sizes and the exact wiring are this project's.
///
/// @param bipolar  cells, at least 1
/// @param amacrine cells, at least 1
/// @param ganglion cells, at least 1
record Circuit(int bipolar, int amacrine, int ganglion) implements Layer {
    static final String STIMULUS_TO_BIPOLAR = "stimulus-bipolar";
    static final String BIPOLAR_TO_AMACRINE = "bipolar-amacrine";
    static final String BIPOLAR_TO_GANGLION = "bipolar-ganglion";
    static final String AMACRINE_TO_GANGLION = "amacrine-ganglion";
    static final String BIPOLAR_BIAS = "bipolar-bias";
    static final String AMACRINE_BIAS = "amacrine-bias";
    static final String GANGLION_BIAS = "ganglion-bias";

    @Override
    public List<WeightSpec> weights(Shape input) {
        int stimulus = input.axis(0);
        return List.of(
                matrix(STIMULUS_TO_BIPOLAR, bipolar, stimulus),
                matrix(BIPOLAR_TO_AMACRINE, amacrine, bipolar),
                matrix(BIPOLAR_TO_GANGLION, ganglion, bipolar),
                matrix(AMACRINE_TO_GANGLION, ganglion, amacrine),
                bias(BIPOLAR_BIAS, bipolar),
                bias(AMACRINE_BIAS, amacrine),
                bias(GANGLION_BIAS, ganglion));
    }

    private static WeightSpec matrix(String name, int to, int from) {
        return new WeightSpec(name, Role.MATRIX, Shape.of(to, from), from, 1.0 / from);
    }

    private static WeightSpec bias(String name, int cells) {
        return new WeightSpec(name, Role.BIAS, Shape.of(cells), 1, 0.01);
    }

    @Override
    public Shape output(Shape input) {
        return Shape.of(ganglion);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value b =
                rectified(evaluator, drive(evaluator, input, weights.get(STIMULUS_TO_BIPOLAR)), weights, BIPOLAR_BIAS);
        Value m = rectified(evaluator, drive(evaluator, b, weights.get(BIPOLAR_TO_AMACRINE)), weights, AMACRINE_BIAS);
        Value drive = evaluator.apply(
                new Add(),
                drive(evaluator, b, weights.get(BIPOLAR_TO_GANGLION)),
                drive(evaluator, m, weights.get(AMACRINE_TO_GANGLION)));
        return rectified(evaluator, drive, weights, GANGLION_BIAS);
    }

    private static Value drive(Evaluator evaluator, Value cells, Value synapses) {
        return evaluator.apply(new MatMulTransposedRight(), cells, synapses);
    }

    private static Value rectified(Evaluator evaluator, Value drive, NamedValues weights, String bias) {
        return evaluator.apply(new ScaledRelu(1), evaluator.apply(new AddRow(), drive, weights.get(bias)));
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw new NoClosedForm(
                "circuit: a few wired cells have no limit of infinite width; ask a Sequential of layers");
    }
}
