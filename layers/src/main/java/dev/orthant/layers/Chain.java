package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Named layers one after the other: a [Sequential] whose weights are called `name.…` instead of `0.…`, so that the state
/// dict of a published network loads by name.
///
/// ```java
/// Chain.of("conv1", Conv2d.of(6, 5, Padding.valid())).then("relu", new Relu())
/// ```
///
/// @param links applied in this order; all names differ
public record Chain(List<Link> links) implements Composite {
    /// @param name  of the layer in the chain, not empty
    /// @param layer the layer
    public record Link(String name, Layer layer) {}

    public Chain {
        links = List.copyOf(links);
        Set<String> names = new HashSet<>();
        for (Link link : links) {
            if (link.name().isEmpty() || !names.add(link.name())) {
                throw new IllegalArgumentException(
                        "chain: the name '" + link.name() + "' is empty or came twice; every layer needs its own");
            }
        }
    }

    /// A chain of one layer, to be continued with [#then].
    public static Chain of(String name, Layer layer) {
        return new Chain(List.of(new Link(name, layer)));
    }

    /// This chain and one more layer.
    public Chain then(String name, Layer layer) {
        List<Link> longer = new ArrayList<>(links);
        longer.add(new Link(name, layer));
        return new Chain(longer);
    }

    @Override
    public List<Part> parts(Shape input) {
        List<Part> parts = new ArrayList<>();
        Shape shape = input;
        for (Link link : links) {
            parts.add(new Part(link.name(), link.layer(), shape));
            shape = link.layer().output(shape);
        }
        return parts;
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return parts(input).stream().flatMap(part -> part.weights().stream()).toList();
    }

    @Override
    public Shape output(Shape input) {
        Shape shape = input;
        for (Link link : links) {
            shape = link.layer().output(shape);
        }
        return shape;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        List<Layer> layers = links.stream().map(Link::layer).toList();
        return Succession.forward(
                evaluator, weights, layers, index -> links.get(index).name(), input);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        KernelBlock block = input;
        for (Link link : links) {
            block = link.layer().kernel(block);
        }
        return block;
    }
}
