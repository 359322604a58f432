import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.stream.Stream;

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
        H2Backend backend = new Backend(arguments[0]);
        backend.version(VERSION);
        MongoServer server = new MongoServer(backend);
        server.enableOplog();
        server.bind("127.0.0.1", Integer.parseInt(arguments[1]));
    }

    /** Finds a document by its id also where the query has more conditions, as MongoDB does: by itself it looks at every document then. */
    private static class Backend extends H2Backend {
        Backend(String file) {
            super(file);
        }

        @Override
        protected MongoDatabase openOrCreateDatabase(String databaseName) {
            return new H2Database(databaseName, getMvStore(), getCursorRegistry()) {
                @Override
                protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
                    String full = getFullCollectionNamespace(name);
                    var documents = getMvStore().<Object, Document>openMap("databases." + full);
                    var about = getMvStore().<String, Object>openMap("meta." + full);
                    return new H2Collection(this, name, options, documents, about, cursorRegistry) {
                        @Override
                        protected QueryResult queryDocuments(
                                Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
                            if (query.size() == 1 || !(query.get("_id") instanceof String id)) {
                                return super.queryDocuments(query, orderBy, skip, limit, batchSize, fields);
                            }
                            Stream<Document> found = Stream.ofNullable(getDocument(id));
                            return matchDocumentsFromStream(found, query, orderBy, skip, limit, batchSize, fields);
                        }
                    };
                }
            };
        }
    }
}
