package dev.orthant.datasets.catalogue;

import dev.orthant.datasets.CharacterText;
import dev.orthant.datasets.format.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Tiny Shakespeare (Karpathy 2015): 1,115,394 characters of his plays, 65 of them distinct, in the file
/// `tinyshakespeare/input.txt`.
final class Shakespeare {
    static final String NAME = "shakespeare";

    private static final String FOLDER = "tinyshakespeare";
    private static final String FILE = "input.txt";

    private Shakespeare() {}

    static Finding where(DataLocations locations) {
        List<String> searched = new ArrayList<>();
        for (DataLocations.Place place : locations.places()) {
            Path folder = place.folder().resolve(FOLDER);
            if (Files.isRegularFile(folder.resolve(FILE))) {
                return new Finding.Found(place.origin(), folder);
            }
            searched.add(folder.toString());
        }
        return new Finding.Missing(searched);
    }

    static CharacterText load(DataLocations locations) throws IOException {
        Finding finding = where(locations);
        if (finding instanceof Finding.Found(String origin, Path folder)) {
            return TextFile.read(NAME, folder.resolve(FILE));
        }
        throw new DatasetMissingException("dataset " + NAME + ": " + finding.describe() + "; set "
                + DataLocations.VARIABLE + " to a folder that has " + FOLDER + "/" + FILE
                + ", which is part of Karpathy's char-rnn");
    }
}
