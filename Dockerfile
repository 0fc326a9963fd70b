# The command alone: it needs no files of a system. Built for a release from the binaries of the archives.
#   docker run --rm -v "$PWD:/data" ghcr.io/propagate-go/propagate -o labelled.csv rows.csv
FROM scratch
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/propagate /propagate
WORKDIR /data
ENTRYPOINT ["/propagate"]
