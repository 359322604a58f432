import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.util.List;

/**
 * Speaks MongoDB's protocol over an H2 file. It is not MongoDB: it has no transactions, and what it acknowledged in the
 * second before a SIGKILL is lost.
 *
 * Arguments: the file of the data, and the port of the loopback interface that it listens on.
 */
public class MongodbProtocolServer {
    /** What it tells drivers that it is: they refuse the version that it says by itself. */
    private static final MongoVersion VERSION = new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(6, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 17;
        }
    };

    public static void main(String[] arguments) {
        H2Backend backend = new H2Backend(arguments[0]);
        backend.version(VERSION);
        MongoServer server = new MongoServer(backend);
        server.enableOplog();
        server.bind("127.0.0.1", Integer.parseInt(arguments[1]));
    }
}
