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
/// Chain chain = Chain.of("conv1", Conv2d.of(6, 5, Padding.zero(2))).then("relu", new Relu());
/// chain.weights(Shape.of(28, 28, 1)).getFirst().name();       // → conv1.weight
/// Chain longer = chain.then("pool1", new MaxPool2d(2));
/// longer.output(Shape.of(28, 28, 1));                         // → [14, 14, 6]
/// Chain.Link last = longer.links().getLast();
/// last.name();                                                // → pool1
/// chain.then("relu", new Relu());                             // throws IllegalArgumentException
/// ```
///
/// @param links applied in this order; all names differ
/// @since 0.1.0
public record Chain(List<Link> links) implements Composite {
    /// A layer and its name.
    ///
    /// @param name  of the layer in the chain, not empty
    /// @param layer the layer
    public record Link(String name, Layer layer) {}

    /// Keeps a copy of the list.
    ///
    /// @throws IllegalArgumentException if a name is empty or comes twice
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

    /// {@return a chain of one layer, to be continued with [#then]}
    ///
    /// @param name  of the layer, not empty; its weights are called `name.…`
    /// @param layer the first to be applied
    public static Chain of(String name, Layer layer) {
        return new Chain(List.of(new Link(name, layer)));
    }

    /// {@return this chain and one more layer at its end} This chain stays what it is.
    ///
    /// @param name  of the new layer, not empty and not in the chain yet
    /// @param layer takes what the last layer so far gives
    /// @throws IllegalArgumentException if the name is empty or in the chain already
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
        return Succession.forward(
                evaluator,
                weights,
                links.size(),
                index -> links.get(index).layer(),
                index -> links.get(index).name(),
                input);
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
