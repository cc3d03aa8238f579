# The services in one image: which of them runs is the command. Nothing is compiled or
# installed at start, nothing but a volume and /tmp is written, and no step needs BuildKit.
# The rules and the settings are not in it: docker-compose.yml mounts them.
ARG BASE=debian:trixie-slim

FROM ${BASE} AS python
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      python3 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --home-dir /nonexistent passerelle \
 && install -d -o passerelle -g passerelle /var/lib/passerelle /var/lib/passerelle/editions
ENV PATH=/opt/passerelle/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp
WORKDIR /var/lib/passerelle

# Pins with hashes into an environment that holds no installer.
FROM python AS pins
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv \
 && python3 -m venv /opt/build && python3 -m venv --without-pip /opt/passerelle
COPY requirements /src/requirements
RUN /opt/build/bin/pip install --quiet --disable-pip-version-check --no-cache-dir \
      --require-hashes -r /src/requirements/build.txt

# A mail catcher for the stack on one machine: real SMTP, and nothing ever leaves it.
FROM pins AS mail
RUN /opt/build/bin/pip --python /opt/passerelle install --quiet --disable-pip-version-check \
      --no-cache-dir --require-hashes -r /src/requirements/mail.txt
COPY deploy/mail/catcher.py /opt/mail/catcher.py
USER 10001:10001
EXPOSE 1025
CMD ["/opt/passerelle/bin/python", "/opt/mail/catcher.py", "0.0.0.0", "1025"]

FROM pins AS libraries
RUN /opt/build/bin/pip --python /opt/passerelle install --quiet --disable-pip-version-check \
      --no-cache-dir --require-hashes -r /src/requirements/services.txt \
 && /opt/passerelle/bin/python -m compileall -q /opt/passerelle/lib

FROM libraries AS build
COPY . /src
RUN /opt/build/bin/pip wheel --quiet --disable-pip-version-check --no-cache-dir \
      --no-deps --no-build-isolation --wheel-dir /wheel /src \
 && /opt/build/bin/pip --python /opt/passerelle install --quiet --disable-pip-version-check \
      --no-cache-dir --no-deps --no-index --compile /wheel/passerelle-*.whl

FROM python AS passerelle
COPY --from=build /opt/passerelle /opt/passerelle
USER 10001:10001
ENTRYPOINT ["passerelle"]
