import java.io.File;
import java.io.IOException;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Holds files against PDF/A-1b (ISO 19005-1) and prints what is wrong with each. */
public class Preflight {
    public static void main(String[] files) throws IOException {
        boolean valid = files.length > 0;
        for (String file : files) {
            ValidationResult result = validate(new File(file));
            for (ValidationResult.ValidationError error : result.getErrorsList()) {
                System.out.println(file + ": " + error.getErrorCode() + " " + error.getDetails());
            }
            valid &= result.isValid();
        }
        System.exit(valid ? 0 : 1);
    }

    private static ValidationResult validate(File file) throws IOException {
        PreflightParser parser = new PreflightParser(file);
        try {
            parser.parse();
            try (PreflightDocument document = parser.getPreflightDocument()) {
                document.validate();
                return document.getResult();
            }
        } catch (SyntaxValidationException broken) {
            return broken.getResult();
        }
    }
}
