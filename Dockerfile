# By version, not by digest: building anew then takes what Python and Debian have mended meanwhile, which a digest
# would keep out until somebody changed it here. Packages of Python are those of the lock, by their hashes.
FROM python:3.13-slim-trixie
# Pictures need a font with Chinese, and what finds it.
RUN apt-get update && apt-get install -y --no-install-recommends fontconfig fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# requirements-cluster.lock where several processes are to share a database.
ARG LOCK=requirements.lock
COPY requirements.lock requirements-cluster.lock ./
RUN pip install --no-cache-dir --require-hashes -r $LOCK
COPY pyproject.toml README.md LICENSE .env.sample ./
COPY briefings ./briefings
COPY seeds ./seeds
COPY bot ./bot
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
# The id of most first users: what editors publish is then theirs outside the container too.
RUN useradd --uid 1000 --home /app reader && mkdir data && chown -R reader data briefings seeds
USER reader
ENV BOT_WEB_HOST=0.0.0.0 PYTHONUNBUFFERED=1
EXPOSE 8080
VOLUME /app/data
# Past any proxy: it is this container that is asked.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:%s/healthz' % (os.environ.get('BOT_WEB_PORT') or 8080), timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["hindsight", "run"]
